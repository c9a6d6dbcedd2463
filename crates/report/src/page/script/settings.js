// Parallel coordinates and a scatter: any setting against any measure. What is filtered on an axis of
// the first is faint in both.

const WIDTH = 960, HEIGHT = 330, TOP = 46, BOTTOM = 26, SIDE = 70;
// Letters of a tick, and how wide they are about.
const LONGEST = 22, LETTER = 6.8;
const SCATTER = { width: 760, height: 400, left: 84, right: 24, top: 16, bottom: 52 };
// From this ratio of the largest to the smallest on, an axis is logarithmic.
const LARGE = 30;

const written = (value) => {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  if (Number.isInteger(value)) return value.toLocaleString("en");
  const size = Math.abs(value);
  return (size >= 1e6 || size < 1e-4 ? value.toExponential(2) : String(Number(value.toPrecision(3)))).replace("-", "−");
};

const brief = (value) => {
  const words = written(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
};

// Round numbers from low to high, some five of them.
const rounds = (low, high) => {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= rough);
  const ticks = [];
  for (let tick = Math.ceil(low / step) * step; tick <= high + 1e-9 * step; tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
};

const powers = (low, high) => {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const digit of high / low > 1e3 ? [1] : [1, 2, 5]) {
      const tick = Number(`${digit}e${power}`);
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
};

// Where the values of an axis lie, from 0 to 1, and its ticks. What has no value lies below 0.
const scaled = (axis) => {
  const known = axis.values.filter((value) => value !== null);
  const distinct = [...new Set(known)];
  if (known.some((value) => typeof value === "string")) {
    const words = distinct.map(String).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    const along = (value) => words.length > 1 ? words.indexOf(String(value)) / (words.length - 1) : 0.5;
    return { ...axis, along, ticks: words };
  }
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const logarithmic = low > 0 && high / low >= LARGE;
  const place = logarithmic ? Math.log10 : (value) => value;
  const along = (value) => high > low ? (place(value) - place(low)) / (place(high) - place(low)) : 0.5;
  const round = logarithmic ? powers(low, high) : high > low ? rounds(low, high) : [];
  const ticks = distinct.length <= 4 || round.length < 2 ? distinct.sort((a, b) => a - b) : round;
  return { ...axis, along, ticks, logarithmic };
};

for (const frame of document.querySelectorAll("[data-settings]")) {
  const { experiments, axes: all } = JSON.parse(frame.dataset.settings);
  const axes = all.map(scaled);
  const named = (name) => axes.find((axis) => axis.name === name);
  const measure = named("NME (%)");
  let chosen = axes.filter((axis) => axis.first);
  // By axis: the part of it that is let through, from 0 to 1.
  const ranges = new Map();
  let pinned = null;

  const passes = (i) => [...ranges].every(([axis, [low, high]]) => {
    if (!chosen.includes(axis)) return true;
    const value = axis.values[i];
    return value !== null && axis.along(value) >= low - 1e-9 && axis.along(value) <= high + 1e-9;
  });

  const readout = element("p", { className: "small readout", role: "status" });
  const clear = element("button", { type: "button", textContent: "Show all again", hidden: true,
    onclick: () => { ranges.clear(); drawParallel(); filtered(); } });
  const parallel = element("div", { className: "frame" });
  // On narrow screens it scrolls, and no mark in it takes the focus.
  const scatter = element("div", { className: "frame", tabIndex: 0, role: "group", ariaLabel: "Scatter" });

  const show = (i) => {
    for (const plane of [parallel, scatter]) plane.classList.toggle("one", i !== null);
    for (const mark of frame.querySelectorAll("[data-experiment]")) mark.classList.toggle("shown", Number(mark.dataset.experiment) === i);
    if (i === null) return filtered();
    const shown = [...new Set([...chosen, named(x.value), named(y.value)])];
    readout.textContent = `${experiments[i].name}: ${shown.map((axis) => `${axis.name} ${written(axis.values[i])}`).join(" · ")}`;
  };

  const filtered = () => {
    const inside = experiments.filter((_, i) => passes(i)).length;
    for (const mark of frame.querySelectorAll("[data-experiment]")) mark.classList.toggle("out", !passes(Number(mark.dataset.experiment)));
    clear.hidden = inside === experiments.length;
    readout.textContent = inside === experiments.length ? "" : `${inside} of ${experiments.length} experiments within what is chosen on the axes`;
    if (pinned !== null) show(pinned);
  };

  const hovers = (mark, i) => {
    mark.addEventListener("pointerenter", () => show(i));
    mark.addEventListener("pointerleave", () => show(pinned));
  };

  // The ticks of an axis that have room, each at its place along it.
  const roomy = (axis, length, apart) => {
    let last = -Infinity;
    return axis.ticks.filter((tick) => {
      const at = axis.along(tick) * length;
      const fits = at - last >= apart;
      if (fits) last = at;
      return fits;
    });
  };

  const drawParallel = () => {
    const length = HEIGHT - TOP - BOTTOM;
    const room = (axis) => axis ? Math.max(SIDE, 20 + LETTER * Math.max(...axis.ticks.map((tick) => brief(tick).length))) : SIDE;
    const [begin, end] = [room(chosen[0]), room(chosen.at(-1))];
    const step = (WIDTH - begin - end) / Math.max(1, chosen.length - 1);
    const left = (i) => begin + i * step;
    const top = (along) => HEIGHT - BOTTOM - along * length;
    const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "group", "aria-label": "Parallel coordinates: a line for each experiment" });
    const y = (axis, i) => axis.values[i] === null ? HEIGHT - 8 : top(axis.along(axis.values[i]));
    chosen.forEach((axis, at) => {
      svg.append(drawn("line", { class: "axis", x1: left(at), x2: left(at), y1: TOP, y2: HEIGHT - BOTTOM }));
    });
    experiments.forEach((experiment, i) => {
      const d = chosen.map((axis, at) => `${at ? "L" : "M"}${left(at).toFixed(1)} ${y(axis, i).toFixed(1)}`).join("");
      const line = drawn("path", { class: "experiment", d, style: `--own: ${experiment.color}`, "data-experiment": i });
      const touch = drawn("path", { class: "touch", d });
      hovers(touch, i);
      svg.append(line, touch);
    });
    chosen.forEach((axis, at) => {
      // Names stand in two rows, so that long ones have room.
      const name = drawn("text", { class: "title", x: left(at), y: at % 2 ? 28 : 12, "text-anchor": at === 0 ? "start" : at === chosen.length - 1 ? "end" : "middle" });
      name.textContent = axis.name + (axis.logarithmic ? ", log" : "");
      if (at === 0) name.setAttribute("x", 4);
      if (at === chosen.length - 1) name.setAttribute("x", WIDTH - 4);
      svg.append(name);
      for (const tick of roomy(axis, length, 15)) {
        const last = at === chosen.length - 1 && chosen.length > 1;
        const text = drawn("text", { x: left(at) + (last ? 8 : -8), y: top(axis.along(tick)) + 4, "text-anchor": last ? "start" : "end" });
        text.textContent = brief(tick);
        svg.append(text);
      }
      svg.append(...brush(axis, left(at), svg));
    });
    parallel.replaceChildren(svg);
    filtered();
  };

  // What lets a part of an axis through: drawn with the pointer, or by the handles at its ends.
  const brush = (axis, x, svg) => {
    const length = HEIGHT - TOP - BOTTOM;
    const top = (along) => HEIGHT - BOTTOM - along * length;
    const range = drawn("rect", { class: "range", x: x - 7, width: 14, rx: 3 });
    const handles = ["lower", "upper"].map((end) => drawn("path", { class: "handle", role: "slider", tabindex: 0,
      "aria-label": `${axis.name}: ${end} end of what is shown`, "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 100 }));
    const place = () => {
      const ends = ranges.get(axis) ?? [0, 1];
      range.setAttribute("y", top(ends[1]));
      range.setAttribute("height", ranges.has(axis) ? Math.max(2, (ends[1] - ends[0]) * length) : 0);
      handles.forEach((handle, i) => {
        const at = top(ends[i]);
        handle.setAttribute("d", i ? `M${x - 6} ${at - 7}h12l-6 7z` : `M${x - 6} ${at + 7}h12l-6 -7z`);
        handle.setAttribute("aria-valuenow", Math.round(100 * ends[i]));
      });
      filtered();
    };
    const set = (low, high) => {
      if (low <= 0 && high >= 1) ranges.delete(axis);
      else ranges.set(axis, [Math.max(0, low), Math.min(1, high)]);
      place();
    };
    handles.forEach((handle, i) => handle.addEventListener("keydown", (event) => {
      const [low, high] = ranges.get(axis) ?? [0, 1];
      const steps = { ArrowUp: 0.05, ArrowRight: 0.05, ArrowDown: -0.05, ArrowLeft: -0.05, PageUp: 0.25, PageDown: -0.25, Home: -1, End: 1 };
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      if (i) set(low, Math.max(low, high + step)); else set(Math.min(high, low + step), high);
    }));
    const area = drawn("rect", { class: "brush", x: x - 12, y: TOP - 4, width: 24, height: length + 8 });
    const along = (event) => {
      const box = svg.getBoundingClientRect();
      const y = (event.clientY - box.top) * (HEIGHT / box.height);
      return Math.min(1, Math.max(0, (HEIGHT - BOTTOM - y) / length));
    };
    area.addEventListener("pointerdown", (event) => {
      const from = along(event);
      area.setPointerCapture(event.pointerId);
      const move = (event) => { const to = along(event); set(Math.min(from, to), Math.max(from, to)); };
      area.addEventListener("pointermove", move);
      area.addEventListener("pointerup", (event) => {
        area.removeEventListener("pointermove", move);
        // A click takes the range away.
        if (Math.abs(along(event) - from) < 0.01) set(0, 1);
      }, { once: true });
    });
    place();
    return [range, area, ...handles];
  };

  const drawScatter = () => {
    const { width, height, right, top, bottom } = SCATTER;
    const [across, up] = [named(x.value), named(y.value)];
    const left = Math.max(SCATTER.left, 40 + LETTER * Math.max(...up.ticks.map((tick) => brief(tick).length)));
    // Marks keep away from the frame.
    const inner = (along) => 0.05 + 0.9 * along;
    const placeX = (value) => left + inner(across.along(value)) * (width - left - right);
    const placeY = (value) => height - bottom - inner(up.along(value)) * (height - top - bottom);
    const svg = drawn("svg", { class: "scatter", viewBox: `0 0 ${width} ${height}`, role: "img",
      "aria-label": `${up.name} against ${across.name}: a point for each experiment` });
    for (const tick of roomy(across, width - left - right, across.values.some((value) => typeof value === "string") ? 90 : 44)) {
      const text = drawn("text", { x: placeX(tick), y: height - bottom + 18, "text-anchor": "middle" });
      text.textContent = brief(tick);
      svg.append(drawn("line", { class: "grid", x1: placeX(tick), x2: placeX(tick), y1: top, y2: height - bottom }), text);
    }
    for (const tick of roomy(up, height - top - bottom, 16)) {
      const text = drawn("text", { x: left - 8, y: placeY(tick) + 4, "text-anchor": "end" });
      text.textContent = brief(tick);
      svg.append(drawn("line", { class: "grid", x1: left, x2: width - right, y1: placeY(tick), y2: placeY(tick) }), text);
    }
    svg.append(drawn("path", { class: "axis", fill: "none", d: `M${left} ${top}V${height - bottom}H${width - right}` }));
    const title = drawn("text", { class: "title", x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle" });
    title.textContent = across.name + (across.logarithmic ? ", logarithmic" : "");
    const side = drawn("text", { class: "title", x: -(top + height - bottom) / 2, y: 14, transform: "rotate(-90)", "text-anchor": "middle" });
    side.textContent = up.name + (up.logarithmic ? ", logarithmic" : "");
    svg.append(title, side);
    experiments.forEach((experiment, i) => {
      const [a, b] = [across.values[i], up.values[i]];
      if (a === null || b === null) return;
      const point = drawn("circle", { class: "experiment", cx: placeX(a), cy: placeY(b), r: 6, style: `--own: ${experiment.color}`, "data-experiment": i });
      hovers(point, i);
      svg.append(point);
    });
    scatter.replaceChildren(svg);
    filtered();
  };

  const select = (label, value) => {
    const made = element("select", { onchange: () => drawScatter() }, ...[["Settings", true], ["Measures", false]].map(([label, setting]) =>
      element("optgroup", { label }, ...axes.filter((axis) => axis.setting === setting).map((axis) => element("option", { textContent: axis.name, value: axis.name })))));
    made.value = value.name;
    return [made, element("label", {}, label, made)];
  };
  const numeric = chosen.find((axis) => axis.setting && axis.values.every((value) => typeof value === "number") && new Set(axis.values).size > 2);
  const [x, chooseX] = select("Across ", numeric ?? named("Epochs"));
  const [y, chooseY] = select("Up ", measure);

  const list = element("ul", { className: "experiments" }, ...experiments.map((experiment, i) => {
    const swatch = element("span", { className: "swatch" });
    const button = element("button", { type: "button", ariaPressed: "false" }, swatch, experiment.name);
    button.style.setProperty("--own", experiment.color);
    button.dataset.experiment = i;
    button.addEventListener("click", () => {
      pinned = pinned === i ? null : i;
      for (const other of list.querySelectorAll("button")) other.ariaPressed = String(Number(other.dataset.experiment) === pinned);
      show(pinned);
    });
    button.addEventListener("focus", () => show(i));
    button.addEventListener("blur", () => show(pinned));
    hovers(button, i);
    return element("li", {}, button);
  }));
  const boxes = axes.map((axis) => {
    const box = element("input", { type: "checkbox", checked: chosen.includes(axis), onchange: () => {
      chosen = axes.filter((each) => each === axis ? box.checked : chosen.includes(each));
      drawParallel();
    } });
    return element("label", {}, box, axis.name);
  });
  frame.append(list, readout,
    element("div", { className: "plane" }, parallel, element("div", { className: "choose" }, clear),
      element("details", {}, element("summary", { textContent: "Axes" }), element("div", { className: "axes" }, ...boxes))),
    element("div", { className: "plane" }, element("div", { className: "choose" }, chooseX, chooseY), scatter));
  drawParallel();
  drawScatter();
}
