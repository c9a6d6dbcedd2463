// The legend: a button for each curve, pressed while it is shown.

const KEYS = { images: '<circle cx="14" cy="6" r="4"/>' };
const key = (line) => {
  const dash = DASHES[line.kind]?.join(" ") ?? "";
  const width = WIDTHS[line.kind] ?? 2.5;
  const drawn = KEYS[line.kind] ?? `<line x1="1" x2="27" y1="6" y2="6" stroke-width="${width}" stroke-dasharray="${dash}"/>`;
  return `<svg width="28" height="12" aria-hidden="true" fill="currentColor" stroke="currentColor">${drawn}</svg>`;
};

const legend = (plot) => {
  const list = document.createElement("ul");
  list.className = "legend";
  const groups = new Map();
  plot.chart.lines.forEach((line, index) => {
    const group = groups.get(line.name) ?? [];
    groups.set(line.name, [...group, { line, index }]);
  });
  const buttons = [];
  for (const [name, lines] of groups) {
    const item = list.appendChild(document.createElement("li"));
    const alone = lines.length === 1;
    if (!alone) item.append(Object.assign(document.createElement("span"), { textContent: name }));
    for (const { line, index } of lines) {
      const button = item.appendChild(document.createElement("button"));
      button.type = "button";
      button.innerHTML = key(line);
      button.append(alone ? (line.what ? `${line.what}: ${name}` : name) : line.what || name);
      button.setAttribute("aria-pressed", "true");
      if (!alone) button.setAttribute("aria-label", `${line.what}: ${name}`);
      button.title = "Click hides or shows it; with Alt, hides or shows all others";
      button.addEventListener("click", (event) => {
        if (event.altKey) {
          const others = buttons.some((other) => other.index !== index && !plot.hidden.has(other.index));
          for (const other of buttons) set(other, other.index === index || !others);
        } else set({ index, button }, plot.hidden.has(index));
      });
      buttons.push({ index, button, line });
    }
    // What is said of each of its curves, once.
    const details = [...new Set(lines.flatMap(({ line }) => line.details))];
    if (details.length) item.append(Object.assign(document.createElement("small"), { textContent: details.join(" · ") }));
  }
  const set = ({ index, button }, shown) => {
    plot.show(index, shown);
    button.setAttribute("aria-pressed", String(shown));
  };
  const recolor = () => {
    for (const { button, line } of buttons) {
      button.firstElementChild.style.color = css(readable(line.color, plot.colors.paper, plot.colors.ink));
    }
  };
  recolor();
  return { list, recolor };
};
