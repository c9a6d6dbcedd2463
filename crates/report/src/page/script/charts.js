// Values under the pointer. Everything is readable without it.
for (const figure of document.querySelectorAll(".chart[data-lines]")) {
  const { lines, hover, x, area, width } = JSON.parse(figure.dataset.lines);
  const [left, top, right, bottom] = area;
  const cursor = figure.appendChild(document.createElement("div"));
  const tip = figure.appendChild(document.createElement("div"));
  cursor.className = "cursor";
  tip.className = "tip";
  const hide = () => { cursor.style.display = tip.style.display = "none"; };
  figure.addEventListener("pointerleave", hide);
  const drawing = figure.querySelector("svg");
  figure.addEventListener("pointermove", (event) => {
    // The drawing, not its frame: on narrow screens it is wider and scrolls.
    const box = drawing.getBoundingClientRect();
    const zoom = box.width / width;
    const at = (event.clientX - box.left) / zoom;
    if (at < left || at > right) return hide();
    const under = x[0] + ((at - left) / (right - left)) * (x[1] - x[0]);
    const shown = hover.whole ? Math.round(under) : under;
    const rows = lines.map((line) => {
      const point = hover.whole
        ? line.points.find((point) => point[0] === shown)
        : line.points.filter((point) => point[0] <= shown).pop();
      const band = line.band && line.band.find((point) => point[0] === shown);
      return point && { ...line, value: point[1], band };
    }).filter(Boolean);
    if (!rows.length) return hide();
    const position = left + ((shown - x[0]) / (x[1] - x[0])) * (right - left);
    Object.assign(cursor.style, { display: "block", left: `${position * zoom}px`, top: `${top * zoom}px`,
      height: `${(bottom - top) * zoom}px` });
    tip.replaceChildren();
    tip.appendChild(document.createElement("b")).textContent = `${hover.x} ${hover.whole ? shown : shown.toFixed(1) + hover.unit}`;
    for (const row of rows) {
      const line = tip.appendChild(document.createElement("div"));
      const name = line.appendChild(document.createElement("span"));
      const swatch = name.appendChild(document.createElement("span"));
      swatch.className = "swatch";
      swatch.style.background = row.color;
      name.append(` ${row.name}`);
      line.appendChild(document.createElement("span")).textContent =
        (hover.whole ? row.value.toPrecision(4) : row.value.toFixed(1) + hover.unit) +
        (row.band ? ` (${row.band[1].toPrecision(4)} to ${row.band[2].toPrecision(4)})` : "");
    }
    tip.style.display = "block";
    const beside = position * zoom + 14;
    const fits = beside + tip.offsetWidth < box.width;
    tip.style.left = `${fits ? beside : Math.max(0, position * zoom - 14 - tip.offsetWidth)}px`;
    tip.style.top = `${(top + 12) * zoom}px`;
  });
}
