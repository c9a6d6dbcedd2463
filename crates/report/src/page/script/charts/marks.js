// What uPlot does not draw: thresholds, the line at 0, the lowest point of a smoothed curve, where a run
// diverged, and triangles where points are beyond the axis.
const drawMarks = (plot) => {
  const { u, chart, colors, columns } = plot;
  const { left, top, width, height } = u.bbox;
  const { ctx } = u;
  const dense = devicePixelRatio;
  const at = (value, scale) => u.valToPos(value, scale, true);
  const inside = (x) => x >= u.scales.x.min && x <= u.scales.x.max;
  ctx.save();
  ctx.lineWidth = dense;
  ctx.strokeStyle = ctx.fillStyle = css(colors.soft);
  ctx.font = `${11 * dense}px Inter, system-ui, sans-serif`;
  ctx.textBaseline = "bottom";
  chart.thresholds.forEach((threshold, i) => {
    if (!inside(threshold)) return;
    const x = at(threshold, "x");
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
    ctx.textAlign = i === 0 ? "right" : "left";
    ctx.fillText(`${threshold} %`, x + (i === 0 ? -4 : 4) * dense, top - 1);
  });
  if (u.scales.y.min < 0 && u.scales.y.max > 0) {
    const y = at(0, "y");
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
  }
  for (const { line, index, role, values } of columns) {
    if (role !== "curve" || plot.hidden.has(index)) continue;
    ctx.strokeStyle = ctx.fillStyle = css(readable(line.color, colors.paper, colors.ink));
    ctx.lineWidth = 2.5 * dense;
    if (line.lowest && plot.smoothing === TENTH && inside(line.lowest[0])) {
      ctx.beginPath();
      ctx.arc(at(line.lowest[0], "x"), at(line.lowest[1], "y"), 6 * dense, 0, 2 * Math.PI);
      ctx.stroke();
    }
    values.forEach((value, i) => {
      if (value === null || !inside(u.data[0][i]) || isReference(line)) return;
      const above = value > u.scales.y.max;
      if (!above && (value >= u.scales.y.min || (value === 0 && line.kind === "layer"))) return;
      const [x, y] = [at(u.data[0][i], "x"), above ? top : top + height];
      const inwards = (above ? 1 : -1) * 9 * dense;
      ctx.beginPath();
      ctx.moveTo(x, y);
      ctx.lineTo(x - 5 * dense, y + inwards);
      ctx.lineTo(x + 5 * dense, y + inwards);
      ctx.fill();
    });
    const last = values.findLastIndex((value) => value !== null);
    if (line.diverged && last >= 0 && inside(u.data[0][last])) {
      const value = Math.min(Math.max(values[last], u.scales.y.min), u.scales.y.max);
      const [x, y, reach] = [at(u.data[0][last], "x"), at(value, "y"), 6 * dense];
      ctx.beginPath();
      ctx.moveTo(x - reach, y - reach);
      ctx.lineTo(x + reach, y + reach);
      ctx.moveTo(x - reach, y + reach);
      ctx.lineTo(x + reach, y - reach);
      ctx.stroke();
    }
  }
  ctx.restore();
};
