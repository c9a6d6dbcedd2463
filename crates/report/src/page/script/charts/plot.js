// One chart on a canvas, by uPlot: what is drawn, and how it is drawn again after each change.

const DASHES = { validation: [10, 4], reference: [7, 5], "train-reference": [2, 4] };
const WIDTHS = { train: 1.25, reference: 1.5, "train-reference": 1.5 };
// A curve of few measurements shows each.
const FEW = 45;
const RATIO = 10 / 17;

// What can be drawn of a chart's lines: a column each; bands, thin lines of seeds and smoothed curves
// have columns of their own that belong to the same line.
const columns = (chart, xs, smoothing) => chart.lines.flatMap((line, index) => {
  const values = column(line, line, xs);
  const own = [{ index, line, role: "curve", values }];
  for (const [i, edge] of (line.band ?? []).entries()) {
    own.push({ index, line, role: i === 0 ? "low" : "high", values: column(edge, line, xs) });
  }
  for (const seed of line.seeds ?? []) own.push({ index, line, role: "seed", values: column(seed, line, xs) });
  if (smoothing > 0 && canSmooth(line)) {
    const known = line.smooth && smoothing === TENTH ? column(line.smooth, line, xs) : smooth(values, smoothing);
    own.push({ index, line, role: "smooth", values: known });
  }
  return own;
});

const TENTH = 0.1;
const canSmooth = (line) => !isReference(line) && line.kind !== "images" && !line.steps;

// How a column is drawn.
const look = ({ line, role, values }, colors) => {
  const color = readable(line.color, colors.paper, colors.ink);
  const drawn = colors.smoothing > 0 && canSmooth(line);
  const width = WIDTHS[line.kind] ?? 2.25;
  const measured = values.reduce((count, value) => count + (value !== null), 0);
  const series = { stroke: css(color), width, dash: DASHES[line.kind], spanGaps: true, points: { show: false } };
  if (role === "low" || role === "high") return { ...series, stroke: "transparent", width: 0, dash: undefined };
  if (role === "seed") return { ...series, stroke: css(color, 0.45), width: 1, dash: undefined };
  if (role === "smooth") return { ...series, width: 2.75, dash: undefined };
  if (line.kind === "images") {
    const stroke = css(color, 0.75);
    return { ...series, paths: () => null, points: { show: true, size: 5, stroke, fill: css(color, 0.3), width: 1 } };
  }
  if (line.steps) series.paths = uPlot.paths.stepped({ align: 1 });
  if (drawn) return { ...series, stroke: css(color, 0.32), width: 1 };
  if (["test", "validation", "difference"].includes(line.kind) && measured <= FEW) {
    series.points = { show: true, size: 6, fill: css(color), stroke: css(color) };
  }
  return series;
};

// Between the ticks of whole numbers.
const WHOLE_STEPS = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5];

// Scales by name, as uPlot calls them.
const DISTRIBUTIONS = { linear: 1, log: 3, symlog: 4 };

// Up to where around 0 a symmetric-logarithmic axis is nearly linear: what a quarter of the values are
// below.
const linearPart = (chart, columns) => {
  if (chart.y.linear) return chart.y.linear;
  const sizes = columns.flatMap((column) => column.values).filter((v) => v).map(Math.abs).sort((a, b) => a - b);
  const quarter = sizes[Math.floor(sizes.length / 4)] ?? 1;
  return 10 ** Math.floor(Math.log10(quarter));
};

class Plot {
  constructor(place, chart, hears) {
    Object.assign(this, { place, chart, hears });
    this.xs = union(chart);
    this.scale = chart.y.scale;
    this.smoothing = chart.lines.some((line) => line.smooth) ? TENTH : 0;
    this.hidden = new Set();
    // What was zoomed in on: from and to in x and, unless it follows from that, in y.
    this.window = null;
    this.make();
  }

  // Draws it anew, as after a change of its scale, its smoothing, or the page's colours.
  make() {
    const { chart, scale } = this;
    this.u?.destroy();
    const colors = Object.fromEntries(["paper", "ink", "soft", "line"].map((name) => [name, inkOf(name)]));
    this.colors = { ...colors, smoothing: this.smoothing };
    this.columns = columns(chart, this.xs, this.smoothing);
    const series = this.columns.map((column) => ({ ...look(column, this.colors), show: !this.hidden.has(column.index) }));
    const bands = this.columns.flatMap((column, i) => {
      const color = readable(column.line.color, colors.paper, colors.ink);
      return column.role === "high" ? [{ series: [i + 1, i], fill: css(color, 0.16) }] : [];
    });
    const font = "12px Inter, system-ui, sans-serif";
    const axis = { stroke: css(colors.soft), font, labelFont: "13px Inter, system-ui, sans-serif", labelSize: 22, labelGap: 2,
      grid: { stroke: css(colors.line), width: 1 }, ticks: { stroke: css(colors.line), width: 1, size: 5 } };
    const widest = (texts) => Math.max(3, ...(texts ?? []).map((text) => text?.length ?? 0));
    const linear = linearPart(chart, this.columns);
    const splits = {
      log: (u, axis, low, high) => logTicks(low, high),
      symlog: (u, axis, low, high) => symlogTicks(low, high, linear),
    }[scale];
    this.u = new uPlot({
      ...this.size(),
      legend: { show: false },
      cursor: { drag: { x: true, y: true, uni: 25, setScale: false }, points: { show: false }, y: false,
        bind: { dblclick: () => () => { this.zoom(null); return null; } } },
      scales: {
        x: { time: false, range: () => this.range("x") },
        y: { distr: DISTRIBUTIONS[scale], asinh: linear, range: (u, low, high) => this.range("y", low, high) },
      },
      axes: [
        { ...axis, ...(chart.x.whole ? { incrs: WHOLE_STEPS } : {}), label: chart.x.label, size: 30,
          values: (u, ticks) => tickText(ticks, false) },
        { ...axis, ...(splits && { splits, filter: (u, ticks) => ticks }), label: chart.y.label, size: (u, texts) => 16 + 7 * widest(texts),
          values: (u, ticks) => tickText(ticks, scale !== "linear") },
      ],
      series: [{}, ...series],
      bands,
      hooks: {
        draw: [() => drawMarks(this)],
        setCursor: [() => this.hears.moved(this)],
        setSelect: [() => this.zoomToSelection()],
      },
    }, [this.xs, ...this.columns.map((column) => this.onScale(column))], this.place);
    if (this.window) this.rescale();
  }

  // A column's values that have a place on the axis. On a logarithmic one 0 lies on the lower edge for
  // layers, and nowhere for others.
  onScale({ line, values }) {
    if (this.scale !== "log") return values;
    const zero = line.kind === "layer" && this.chart.y.scale === "log" ? this.chart.y.low : null;
    return values.map((value) => (value === null || value > 0 ? value : value === 0 ? zero : null));
  }

  size() {
    const width = Math.max(240, this.place.clientWidth);
    return { width, height: Math.round(Math.min(Math.max(width * RATIO, 240), 0.8 * innerHeight)) };
  }

  resize() { this.u.setSize(this.size()); }

  // From where to where an axis goes: as the tool drew it until something is changed, and then around
  // what is seen.
  range(which, low, high) {
    const begun = this.chart[which];
    if (this.window?.[which]) return this.window[which];
    const unchanged = !this.window && this.hidden.size === 0 && this.scale === this.chart.y.scale;
    if (which === "x" || unchanged || low === null) return [begun.low, begun.high];
    if (this.scale === "log") {
      const beyond = Math.max(1.05, (high / low) ** 0.05);
      return [low / beyond, high * beyond];
    }
    const beyond = 0.05 * ((high - low) || Math.abs(high) || 1);
    const bottom = low >= 0 && low < 0.5 * high && !this.window ? 0 : low - beyond;
    return [bottom, high + beyond];
  }

  zoomToSelection() {
    const { u } = this;
    const { left, top, width, height } = u.select;
    if (width < 6 && height < 6) return;
    const whole = u.over.getBoundingClientRect();
    const x = width < 6 || width >= whole.width - 1 ? null : [left, left + width].map((at) => u.posToVal(at, "x"));
    const y = height < 6 || height >= whole.height - 1 ? null : [top + height, top].map((at) => u.posToVal(at, "y"));
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.zoom({ x: x ?? this.window?.x ?? null, y });
  }

  // Shows `window`, or all where it is null.
  zoom(window) {
    this.window = window && (window.x || window.y) ? window : null;
    this.rescale();
    this.hears.zoomed(this);
  }

  rescale() {
    this.u.batch(() => {
      const [min, max] = this.range("x");
      this.u.setScale("x", { min, max });
      if (this.window?.y) this.u.setScale("y", { min: this.window.y[0], max: this.window.y[1] });
    });
  }

  show(index, shown) {
    this.hidden[shown ? "delete" : "add"](index);
    this.u.batch(() => {
      this.columns.forEach((column, i) => { if (column.index === index) this.u.setSeries(i + 1, { show: shown }); });
    });
  }

  change(what) {
    Object.assign(this, what);
    if (what.scale) this.window = this.window?.x ? { x: this.window.x, y: null } : null;
    this.make();
  }
}
