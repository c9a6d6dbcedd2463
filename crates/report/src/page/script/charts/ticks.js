// Where a logarithmic axis has its ticks. uPlot's own counts up without end from numbers below its
// precision, as gradients of a network that learns nothing are.

const MOST_TICKS = 9;

const powers = (low, high, factors) => {
  const ticks = [];
  for (let exponent = Math.floor(Math.log10(low)); exponent <= Math.ceil(Math.log10(high)); exponent++) {
    for (const factor of factors) {
      const tick = Number(`${factor}e${exponent}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
};

// Between `low` and `high`, both above 0: as fine as there is room for.
const logTicks = (low, high) => {
  const found = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 5], [1, 3], [1]].map((factors) => powers(low, high, factors))
    .find((ticks) => ticks.length <= MOST_TICKS) ?? powers(low, high, [1]);
  const step = Math.ceil(found.length / MOST_TICKS);
  return found.filter((tick, i) => i % step === 0);
};

// To both sides of 0, nearly linear up to `linear`.
const symlogTicks = (low, high, linear) => {
  const side = (end) => (end > linear ? logTicks(linear, end) : end > linear / 2 ? [end / 2] : []);
  const ticks = [...side(-low).map((tick) => -tick).reverse(), ...(low <= 0 && high >= 0 ? [0] : []), ...side(high)];
  return ticks.filter((tick) => tick >= low && tick <= high);
};
