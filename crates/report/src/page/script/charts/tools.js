// The controls above a chart, and the table behind it.

const control = (name, ...inside) => {
  const label = document.createElement("label");
  label.append(`${name} `, ...inside);
  return label;
};
const press = (text, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => act(button));
  return button;
};

// The chart's values as rows: x, then every curve.
const rowsOf = (plot) => {
  const curves = plot.columns.filter((column) => column.role === "curve");
  const head = [plot.chart.x.label, ...curves.map(({ line }) => (line.what ? `${line.what}: ${line.name}` : line.name))];
  return [head, ...plot.xs.map((x, i) => [x, ...curves.map((column) => column.values[i] ?? null)])];
};

const tableOf = (plot) => {
  const [head, ...rows] = rowsOf(plot);
  const table = document.createElement("table");
  table.createCaption().textContent = plot.chart.title;
  const headings = table.createTHead().insertRow();
  for (const text of head) {
    const cell = headings.appendChild(document.createElement("th"));
    cell.scope = "col";
    cell.textContent = text;
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((value) => { line.insertCell().textContent = written(value); });
  }
  const holder = document.createElement("div");
  holder.className = "values";
  holder.tabIndex = 0;
  holder.setAttribute("role", "region");
  holder.setAttribute("aria-label", `Values of ${plot.chart.title}`);
  holder.append(table);
  return holder;
};

const STOPS = [0, 0.02, 0.05, TENTH, 0.2, 0.4];

const tools = (figure, plot) => {
  const bar = document.createElement("div");
  bar.className = "tools";
  const redraw = (what) => { plot.change(what); figure.dispatchEvent(new Event("redrawn")); };
  const scale = document.createElement("select");
  const values = plot.chart.lines.flatMap((line) => line.y);
  for (const [value, text] of [["linear", "linear"], ["log", "logarithmic"], ["symlog", "symmetric-logarithmic"]]) {
    const option = new Option(text, value, value === plot.scale, value === plot.scale);
    option.disabled = value === "log" && !values.some((each) => each > 0);
    scale.append(option);
  }
  scale.addEventListener("change", () => redraw({ scale: scale.value }));
  bar.append(control("Scale", scale));
  if (plot.chart.lines.some((line) => canSmooth(line) && line.y.length >= 20)) {
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: STOPS.length - 1, step: 1,
      value: STOPS.indexOf(plot.smoothing) });
    const share = document.createElement("output");
    const say = () => {
      const text = plot.smoothing ? `${100 * plot.smoothing} % of the curve` : "none";
      share.textContent = plot.smoothing ? `${100 * plot.smoothing} %` : "none";
      slider.setAttribute("aria-valuetext", text);
    };
    say();
    slider.addEventListener("input", () => { redraw({ smoothing: STOPS[slider.value] }); say(); });
    bar.append(control("Smoothing", slider, share));
  }
  const reset = press("Reset zoom", () => plot.zoom(null));
  reset.className = "reset";
  reset.hidden = true;
  const behind = press("Table", () => {
    const open = figure.querySelector(".values");
    open ? open.remove() : figure.append(tableOf(plot));
    behind.setAttribute("aria-expanded", String(!open));
  });
  behind.setAttribute("aria-expanded", "false");
  const large = press("Larger", () => {
    const isLarge = figure.classList.toggle("large");
    large.textContent = isLarge ? "Smaller" : "Larger";
    plot.resize();
  });
  const name = figure.id.replaceAll("/", "-").replace(/^-+/, "") || "chart";
  bar.append(reset, large, behind, press("CSV", () => download(`${name}.csv`, csvOf(rowsOf(plot)))));
  return { bar, zoomed: () => { reset.hidden = !plot.window; } };
};
