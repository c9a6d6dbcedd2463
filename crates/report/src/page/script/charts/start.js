// Charts come alive when they are reached; until then, and on paper, they are images.

const live = new Map();

const begin = (figure) => {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const place = figure.querySelector(".plot");
  const tip = new Tip(figure);
  let reading = null;
  let bar;
  const plot = new Plot(place, data, {
    moved: ({ u }) => {
      if (reading !== null) return;
      if (u.cursor.left < 0 || u.cursor.idx === null || u.cursor.idx === undefined) tip.hide();
      else tip.show(plot, u.cursor.idx, false);
    },
    zoomed: () => bar?.zoomed(),
  });
  bar = tools(figure, plot);
  const { list, recolor } = legend(plot);
  place.before(bar.bar);
  place.after(list);
  place.tabIndex = 0;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", `${data.title}. Arrow keys read values, plus and minus zoom, Escape shows all.`);

  // One index on, or several.
  const step = (by) => {
    const from = reading ?? plot.u.cursor.idx ?? (by > 0 ? -1 : plot.xs.length);
    const [low, high] = plot.range("x");
    let to = Math.min(Math.max(from + by, 0), plot.xs.length - 1);
    const at = (index) => plot.columns.some((c) => c.role === "curve" && !plot.hidden.has(c.index) && !isReference(c.line) && c.values[index] !== null);
    while (to > 0 && to < plot.xs.length - 1 && (!at(to) || plot.xs[to] < low)) to += Math.sign(by);
    if (plot.xs[to] < low || plot.xs[to] > high) return;
    reading = to;
    tip.show(plot, to, true);
  };
  const closer = (factor) => {
    const [low, high] = plot.range("x");
    const middle = reading === null ? (low + high) / 2 : plot.xs[reading];
    const half = (high - low) * factor / 2;
    const x = [Math.max(data.x.low, middle - half), Math.min(data.x.high, middle + half)];
    plot.zoom(x[0] <= data.x.low && x[1] >= data.x.high ? null : { x, y: null });
  };
  const keys = {
    ArrowRight: () => step(1), ArrowLeft: () => step(-1), PageDown: () => step(10), PageUp: () => step(-10),
    Home: () => { reading = -1; step(1); }, End: () => { reading = plot.xs.length; step(-1); },
    "+": () => closer(0.5), "-": () => closer(2), Escape: () => { reading = null; tip.hide(); plot.zoom(null); },
  };
  place.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  place.addEventListener("blur", () => { reading = null; tip.hide(); });
  place.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") { reading = null; return; }
    const over = plot.u.over.getBoundingClientRect();
    const left = event.clientX - over.left;
    if (left < 0 || left > over.width) return;
    reading = plot.u.posToIdx(left);
    tip.show(plot, reading, false);
  });
  // In a frame of its own, as a new size of the canvas is a new size of the figure.
  let width = place.clientWidth;
  new ResizeObserver(() => requestAnimationFrame(() => {
    if (place.clientWidth === width || place.clientWidth === 0) return;
    width = place.clientWidth;
    tip.hide();
    plot.resize();
  })).observe(place);
  figure.classList.add("live");
  live.set(figure, () => { plot.make(); recolor(); });
};

const reached = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    reached.unobserve(target);
    begin(target);
  }
}, { rootMargin: "300px" });
for (const figure of document.querySelectorAll("figure.chart")) {
  if (figure.querySelector(":scope > script")) reached.observe(figure);
}

const recolored = () => { for (const again of live.values()) again(); };
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolored);
document.documentElement.addEventListener("theme", recolored);

// On paper the images stand, which are sharp at any size. Without scripts the browser shows them
// itself; with them it holds them back as text.
addEventListener("beforeprint", () => {
  for (const still of document.querySelectorAll("figure.chart .still:empty")) {
    still.innerHTML = still.parentElement.querySelector(":scope > noscript").textContent;
  }
});
