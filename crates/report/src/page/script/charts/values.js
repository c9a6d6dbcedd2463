// A chart's curves as columns over one list of x, as uPlot wants them.

const points = (curve) => curve.y.map((y, i) => [curve.x ? curve.x[i] : curve.from + i, y]);
const isReference = (line) => line.kind === "reference" || line.kind === "train-reference";

// What a curve of steps is at x: the last corner before it.
const stepAt = (corners, x) => {
  let [low, high] = [0, corners.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (corners[middle][0] <= x) low = middle + 1; else high = middle;
  }
  return low === 0 ? null : corners[low - 1][1];
};

// Every x at which any curve has a value, without repetition but for clouds of images.
const union = (chart) => {
  const cloud = chart.lines.find((line) => line.kind === "images");
  if (cloud) return points(cloud).map((point) => point[0]).sort((a, b) => a - b);
  const all = new Set();
  for (const line of chart.lines) {
    if (!isReference(line) || line.y.length > 2) for (const point of points(line)) all.add(point[0]);
    for (const seed of line.seeds ?? []) for (const point of points(seed)) all.add(point[0]);
  }
  return [...all].sort((a, b) => a - b);
};

// The values of `curve`, of a line like `line`, at every x of `xs`; null where there are none.
const column = (curve, line, xs) => {
  const all = points(curve);
  if (line.kind === "images") return all.sort((a, b) => a[0] - b[0]).map((point) => point[1]);
  if (line.steps) return xs.map((x) => stepAt(all, x));
  if (isReference(line) && all.length === 2) {
    const [[left, low], [right, high]] = all;
    return xs.map((x) => low + (high - low) * (right > left ? (x - left) / (right - left) : 0));
  }
  const known = new Map(all);
  return xs.map((x) => known.get(x) ?? null);
};

// A straight line through each value's neighbours, `share` of the curve wide and at least five: as
// the tool smooths. Sums up to each value make every window cost the same.
const smooth = (values, share) => {
  const at = values.flatMap((value, i) => (value === null ? [] : [i]));
  const smoothed = values.map(() => null);
  const count = at.length;
  const half = Math.max(2, Math.floor(count * share / 2));
  const wide = 2 * half + 1;
  if (wide > count) return smoothed;
  const sums = [0];
  const moments = [0];
  at.forEach((index, k) => {
    sums.push(sums[k] + values[index]);
    moments.push(moments[k] + k * values[index]);
  });
  const spread = wide * (wide * wide - 1) / 12;
  at.forEach((index, k) => {
    const start = Math.min(Math.max(0, k - half), count - wide);
    const middle = start + half;
    const sum = sums[start + wide] - sums[start];
    const slope = (moments[start + wide] - moments[start] - middle * sum) / spread;
    smoothed[index] = sum / wide + slope * (k - middle);
  });
  return smoothed;
};
