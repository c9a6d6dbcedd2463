// Values under the pointer, the finger, or the arrow keys.

// The index nearest to `from` at which `values` has one; -1 where there is none.
const nearest = (values, from) => {
  for (let off = 0; off < values.length; off++) {
    if (values[from - off] !== null && values[from - off] !== undefined) return from - off;
    if (values[from + off] !== null && values[from + off] !== undefined) return from + off;
  }
  return -1;
};

// What every visible curve is near index `idx`: its name, colour, value, and the x at which that was
// measured, where this is another.
const readings = (plot, idx) => {
  const { columns, chart, xs, colors } = plot;
  const shown = columns.filter((column) => column.role === "curve" && !plot.hidden.has(column.index));
  const measured = shown.filter((column) => !isReference(column.line));
  // The nearest x at which a curve was measured, not one that belongs to hidden curves alone.
  const near = Math.min(...measured.map((column) => {
    const at = nearest(column.values, idx);
    return at < 0 ? Infinity : Math.abs(at - idx);
  }));
  const hit = [idx - near, idx + near].find((i) => measured.some((column) => column.values[i] !== null && column.values[i] !== undefined));
  if (hit === undefined) return null;
  const rows = shown.flatMap((column) => {
    const at = nearest(column.values, hit);
    if (at < 0) return [];
    const { line, index } = column;
    const part = (role) => columns.find((other) => other.index === index && other.role === role)?.values[at];
    return [{
      name: line.what ? `${line.what}: ${line.name}` : line.name,
      color: css(readable(line.color, colors.paper, colors.ink)),
      value: written(column.values[at]) + (chart.y.unit ?? ""),
      band: part("low") === undefined ? "" : ` (${written(part("low"))} to ${written(part("high"))})`,
      smooth: part("smooth"),
      elsewhere: at === hit || isReference(line) ? "" : ` (${chart.x.name.toLowerCase()} ${written(xs[at])})`,
    }];
  });
  return { at: hit, head: `${chart.x.name} ${written(xs[hit])}${chart.x.unit ?? ""}`, rows };
};

// The box of readings beside the cursor's line.
class Tip {
  constructor(figure) {
    this.line = figure.appendChild(document.createElement("div"));
    this.box = figure.appendChild(document.createElement("div"));
    this.line.className = "cursor";
    this.box.className = "tip";
    // Read out when the arrow keys move; the pointer's tip would speak all the time.
    this.spoken = figure.appendChild(document.createElement("div"));
    this.spoken.className = "spoken";
    this.spoken.setAttribute("aria-live", "polite");
  }

  hide() { this.line.style.display = this.box.style.display = "none"; }

  show(plot, idx, aloud) {
    const found = readings(plot, idx);
    if (!found) return this.hide();
    const { u } = plot;
    const figure = this.box.parentElement.getBoundingClientRect();
    const over = u.over.getBoundingClientRect();
    const x = over.left - figure.left + u.valToPos(plot.xs[found.at], "x");
    Object.assign(this.line.style, { display: "block", left: `${x}px`, top: `${over.top - figure.top}px`, height: `${over.height}px` });
    const rows = found.rows.map((row) => {
      const line = document.createElement("div");
      const swatch = document.createElement("span");
      swatch.className = "swatch";
      swatch.style.background = row.color;
      const name = document.createElement("span");
      name.append(swatch, ` ${row.name}${row.elsewhere}`);
      const value = document.createElement("span");
      const smooth = row.smooth === undefined || row.smooth === null ? "" : `, smoothed ${written(row.smooth)}`;
      value.textContent = row.value + row.band + smooth;
      line.append(name, value);
      return line;
    });
    const head = document.createElement("b");
    head.textContent = found.head;
    this.box.replaceChildren(head, ...rows);
    this.box.style.display = "block";
    const right = x + 14 + this.box.offsetWidth < figure.width;
    this.box.style.left = `${right ? x + 14 : Math.max(0, x - 14 - this.box.offsetWidth)}px`;
    this.box.style.top = `${over.top - figure.top + 12}px`;
    if (aloud) this.spoken.textContent = [found.head, ...found.rows.map((row) => `${row.name}: ${row.value}`)].join("; ");
    return found.at;
  }
}
