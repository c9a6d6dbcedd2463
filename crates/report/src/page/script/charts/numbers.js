// Numbers as people read them: four significant digits, and a minus that is one.
const written = (value) => {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  const size = Math.abs(value);
  const text = size !== 0 && (size < 1e-4 || size >= 1e6) ? value.toExponential(3) : String(Number(value.toPrecision(4)));
  return text.replace("-", "−");
};

// The same beside the ticks of an axis: as many decimals as tell them apart.
const tickText = (ticks, logarithmic) => ticks.map((tick, i) => {
  if (tick === null) return "";
  if (tick === 0) return "0";
  const size = Math.abs(tick);
  if (size < 1e-4 || size >= 1e6) return tick.toExponential(0).replaceAll("-", "−");
  const near = ticks[i + 1] ?? ticks[i - 1];
  if (logarithmic || near === undefined || near === null) return String(Number(tick.toPrecision(3))).replace("-", "−");
  const places = Math.max(0, -Math.floor(Math.log10(Math.abs(near - tick)) + 1e-9));
  return tick.toFixed(Math.min(places, 8)).replace("-", "−");
});
