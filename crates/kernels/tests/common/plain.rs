//! Operations as plain loops in float64, with gradients written down separately.

/// A convolution's sizes.
#[derive(Clone, Copy, Debug)]
pub struct Conv {
    pub n: usize,
    pub channels: usize,
    pub height: usize,
    pub width: usize,
    pub filters: usize,
    pub kernel: usize,
    pub stride: usize,
    pub padding: usize,
}

impl Conv {
    pub fn out(&self) -> (usize, usize) {
        let out = |size: usize| (size + 2 * self.padding - self.kernel) / self.stride + 1;
        (out(self.height), out(self.width))
    }

    pub fn x_shape(&self) -> [usize; 4] {
        [self.n, self.channels, self.height, self.width]
    }

    pub fn w_shape(&self) -> [usize; 4] {
        [self.filters, self.channels, self.kernel, self.kernel]
    }

    pub fn y_shape(&self) -> [usize; 4] {
        let (height, width) = self.out();
        [self.n, self.filters, height, width]
    }

    /// Calls `each` with the indices (y, x, w) of every product the outputs are sums of.
    fn products(&self, mut each: impl FnMut(usize, usize, usize)) {
        let (out_height, out_width) = self.out();
        for n in 0..self.n {
            for f in 0..self.filters {
                for oy in 0..out_height {
                    for ox in 0..out_width {
                        let y = ((n * self.filters + f) * out_height + oy) * out_width + ox;
                        for c in 0..self.channels {
                            for ky in 0..self.kernel {
                                for kx in 0..self.kernel {
                                    let iy = (oy * self.stride + ky).wrapping_sub(self.padding);
                                    let ix = (ox * self.stride + kx).wrapping_sub(self.padding);
                                    if iy >= self.height || ix >= self.width {
                                        continue;
                                    }
                                    let x = ((n * self.channels + c) * self.height + iy)
                                        * self.width
                                        + ix;
                                    let w = ((f * self.channels + c) * self.kernel + ky)
                                        * self.kernel
                                        + kx;
                                    each(y, x, w);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    pub fn forward(&self, x: &[f64], w: &[f64], b: &[f64]) -> Vec<f64> {
        let (height, width) = self.out();
        let mut y: Vec<f64> = (0..self.n * self.filters * height * width)
            .map(|i| b[i / (height * width) % self.filters])
            .collect();
        self.products(|i, j, k| y[i] += x[j] * w[k]);
        y
    }

    /// Gradients of x, w, b.
    pub fn backward(&self, x: &[f64], w: &[f64], dy: &[f64]) -> [Vec<f64>; 3] {
        let (mut dx, mut dw) = (vec![0.0; x.len()], vec![0.0; w.len()]);
        let mut db = vec![0.0; self.filters];
        self.products(|i, j, k| {
            dx[j] += dy[i] * w[k];
            dw[k] += dy[i] * x[j];
        });
        let (height, width) = self.out();
        for (i, dy) in dy.iter().enumerate() {
            db[i / (height * width) % self.filters] += dy;
        }
        [dx, dw, db]
    }
}

/// For each 2×2 window of `planes` images, where in `x` its first maximum is.
pub fn pool_choices(x: &[f64], planes: usize, height: usize, width: usize) -> Vec<usize> {
    let mut choices = Vec::new();
    for plane in 0..planes {
        for oy in 0..height / 2 {
            for ox in 0..width / 2 {
                let at =
                    |dy: usize, dx: usize| (plane * height + 2 * oy + dy) * width + 2 * ox + dx;
                let mut best = at(0, 0);
                for other in [at(0, 1), at(1, 0), at(1, 1)] {
                    if x[other] > x[best] {
                        best = other;
                    }
                }
                choices.push(best);
            }
        }
    }
    choices
}
