// Contact sheets: landmarks of one entry at a time, faces in order of their errors, one face large.

const PAGE = 10;
// Side of the crop that landmarks are in pixels of; a byte 1 is 15 pixels before its beginning.
const SIDE = 224;
const BEFORE = 16;
const PLATE = "#111827";

const store = document.getElementById("/faces");
const sets = store ? JSON.parse(store.textContent).sets : [];

// Three digits that count, as everywhere on the page.
const percent = (fraction) => {
  const value = 100 * fraction;
  if (value >= 1e6) return `${value.toExponential(2).replace("+", "")} %`;
  return `${value >= 1000 ? value.toFixed(0) : value.toPrecision(3)} %`;
};

const slug = (file) => file.toLowerCase().split(/[^\p{Alphabetic}\p{Number}]+/u).filter(Boolean).join("-");
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

for (const set of sets) {
  set.truth = bytes(set.truth);
  for (const network of set.networks) network.landmarks = bytes(network.landmarks);
  set.numbers = set.truth.length / set.files.length;
  // Crops that are on the page already, by file.
  set.shown = new Map();
}

// The landmarks of image `index`; points that are not there are left out.
const points = (set, landmarks, index) => {
  const found = [];
  const begin = index * set.numbers;
  for (let at = begin; at < begin + set.numbers; at += 2) {
    const [x, y] = [landmarks[at], landmarks[at + 1]];
    if (x && y) found.push({ x: x - BEFORE, y: y - BEFORE, number: (at - begin) / 2 + 1 });
  }
  return found;
};

// The crop of image `index`, where it is on the page.
const cropOf = (set, index) =>
  set.crops[index] ? `data:image/jpeg;base64,${set.crops[index]}` : set.shown.get(set.files[index]);

// The face of image `index` with the landmarks of `layers`, dots of radius `dot`.
const face = (set, layers, index, dot, numbered) => {
  const file = set.files[index];
  const crop = cropOf(set, index);
  const back = crop
    ? drawn("image", { width: SIDE, height: SIDE, href: crop })
    : drawn("rect", { width: SIDE, height: SIDE, fill: PLATE });
  const title = drawn("title", {});
  title.textContent = file;
  const groups = layers.map((layer, i) => {
    const found = points(set, layer.network ? layer.network.landmarks : set.truth, index);
    const path = found.map(({ x, y }) => `M${x} ${y}h0`).join("");
    const dots = [[layer.outline, 2 * dot + 1.2], [layer.color, 2 * dot]];
    const group = drawn("g", { class: `layer-${i}`, "stroke-linecap": "round" },
      ...dots.map(([stroke, width]) => drawn("path", { d: path, stroke, "stroke-width": width })));
    if (!layer.box.checked) group.style.display = "none";
    return group;
  });
  // At the ground truth: predictions lie around it.
  const numbers = numbered ? points(set, set.truth, index).map(({ x, y, number }) => {
    const text = drawn("text", { x: x + 1.6, y: y - 1.6, class: "number" });
    text.textContent = number;
    return text;
  }) : [];
  return drawn("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img" }, title, back, ...groups, ...numbers);
};

const errors = (layers, index) => {
  const line = element("p", { className: "errors" });
  layers.forEach((layer, i) => {
    const error = layer.network?.errors[index];
    if (error === undefined || error === null) return;
    const swatch = element("span", { className: "swatch" });
    swatch.style.background = layer.color;
    const text = element("span", { className: `layer-${i}`, title: layer.label }, swatch, percent(error));
    if (!layer.box.checked) text.style.display = "none";
    line.append(text);
  });
  return line;
};

// One dialog for all sheets.
const dialog = element("dialog", { className: "enlarged" });
let shown = null;

const enlarge = (sheet, position) => {
  shown = { sheet, position };
  const { set, layers, order } = sheet;
  const index = order[position];
  const numbers = dialog.querySelector("input.numbers")?.checked ?? false;
  const step = (label, to) => element("button", { type: "button", textContent: label, disabled: to < 0 || to >= order.length,
    onclick: () => enlarge(sheet, to) });
  const toggles = layers.map((layer) => {
    const swatch = element("span", { className: "swatch" });
    swatch.style.background = layer.color;
    const box = element("input", { type: "checkbox", checked: layer.box.checked, onchange: () => layer.box.click() });
    const error = layer.network?.errors[index] ?? null;
    const label = error === null ? layer.label : `${layer.label}: ${percent(error)}`;
    return element("label", {}, box, element("span", { className: "plate" }, swatch), label);
  });
  const box = element("input", { type: "checkbox", className: "numbers", checked: numbers, onchange: () => enlarge(sheet, position) });
  const focused = document.activeElement?.className === "numbers" ? "input.numbers" : "button.close";
  dialog.replaceChildren(
    element("header", {},
      element("h2", { textContent: `${set.files[index]} (${position + 1} of ${order.length})` }),
      step("← Previous", position - 1), step("Next →", position + 1),
      element("button", { type: "button", className: "close", textContent: "Close", onclick: () => dialog.close() })),
    element("div", { className: "face" }, face(set, layers, index, 1.3, numbers)),
    element("div", { className: "layers" }, ...toggles, element("label", {}, box, "Numbers")),
    element("p", { className: "small", textContent: "Landmarks are rounded to a pixel of the crop, errors are not. Arrow keys step through the faces." +
      (Object.keys(set.crops).length && !cropOf(set, index) ? " The page has no room for this image." : "") }));
  dialog.ariaLabel = set.files[index];
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(focused).focus();
};

dialog.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !shown) return;
  event.preventDefault();
  const to = shown.position + step;
  if (to >= 0 && to < shown.sheet.order.length) enlarge(shown.sheet, to);
});
dialog.addEventListener("close", () => {
  const { sheet, position } = shown;
  sheet.page(Math.floor(position / PAGE));
  sheet.figure.querySelectorAll(".tile button")[position % PAGE]?.focus();
});
// Outside of its frame.
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

// Orders by errors: each entry's, and the change between any two.
const orders = (sheet) => {
  const entries = sheet.layers.filter((layer) => layer.network);
  const { files, of, largest } = sheet.set;
  // No more than are known to be the largest of the whole set.
  const most = files.length < of ? largest : of;
  const ofSet = (here) => here < of ? `the ${here} largest of ${of}` : `${here}`;
  const by = (value) => sheet.fixed.filter((index) => value(index) !== null)
    .toSorted((a, b) => value(b) - value(a)).slice(0, most);
  const error = (layer) => (index) => layer.network.errors[index];
  const change = (a, b) => (index) => {
    const [before, after] = [error(a)(index), error(b)(index)];
    return before === null || after === null ? null : Math.abs(after - before);
  };
  const pairs = entries.flatMap((a, i) => entries.slice(i + 1).map((b) => [a, b]));
  return [
    { label: "as chosen", which: (here) => here < of ? `${here} on this page, of ${of}` : `${here}`, images: () => sheet.fixed },
    ...entries.map((layer) => ({ label: `largest error first: ${layer.label}`, which: ofSet, images: () => by(error(layer)) })),
    ...pairs.map(([a, b]) => ({ label: `largest change first: ${a.label} to ${b.label}`, which: ofSet, images: () => by(change(a, b)) })),
  ];
};

for (const figure of document.querySelectorAll(".sheet")) {
  const boxes = [...figure.querySelectorAll(".layers input")];
  for (const box of boxes) {
    box.addEventListener("change", () => {
      for (const layer of [...figure.querySelectorAll(`.${box.value}`), ...dialog.querySelectorAll(`.${box.value}`)]) {
        layer.style.display = box.checked ? "" : "none";
      }
    });
  }
  const set = sets[figure.dataset.set];
  if (!set?.files.length) continue;
  for (const tile of figure.querySelectorAll(".tile")) {
    const crop = tile.querySelector("image")?.getAttribute("href");
    if (crop) set.shown.set(tile.dataset.file, crop);
  }
  const layers = boxes.map((box) => ({
    box,
    color: box.dataset.color,
    outline: box.dataset.outline,
    label: box.parentElement.textContent.trim(),
    network: set.networks.find((network) => network.name === box.dataset.network),
  }));
  const list = figure.querySelector(".tiles");
  const chosen = [...list.children].map((tile) => set.files.indexOf(tile.dataset.file)).filter((index) => index >= 0);
  const fixed = [...chosen, ...[...set.files.keys()].filter((index) => !chosen.includes(index))];
  const sheet = { figure, set, layers, fixed, order: fixed };

  const place = element("span", { role: "status" });
  const back = element("button", { type: "button", textContent: "←", ariaLabel: "Earlier faces", onclick: () => sheet.page(sheet.at - 1) });
  const on = element("button", { type: "button", textContent: "→", ariaLabel: "Further faces", onclick: () => sheet.page(sheet.at + 1) });
  sheet.page = (at) => {
    sheet.at = at;
    const first = at * PAGE;
    const indices = sheet.order.slice(first, first + PAGE);
    const tiles = indices.map((index, i) => {
      const file = set.files[index];
      const id = `${figure.id}/${slug(file)}`;
      const button = element("button", { type: "button", title: "Enlarge", ariaLabel: `Enlarge ${file}`, onclick: () => enlarge(sheet, first + i) },
        face(set, layers, index, 1.84, false));
      const link = element("a", { href: `#${id}`, textContent: file.split("/").pop().replace(/\.[^.]*$/, "") });
      const tile = element("li", { className: "tile", id }, element("div", { className: "face" }, button),
        errors(layers, index), element("p", { className: "small" }, link));
      tile.dataset.file = file;
      return tile;
    });
    list.replaceChildren(...tiles);
    place.textContent = `${first + 1}–${first + indices.length} of ${all[select.value].which(sheet.order.length)}`;
    back.disabled = at === 0;
    on.disabled = first + PAGE >= sheet.order.length;
  };
  const all = orders(sheet);
  const select = element("select", { onchange: () => { sheet.order = all[select.value].images(); sheet.page(0); } },
    ...all.map((order, i) => element("option", { value: i, textContent: order.label })));
  figure.querySelector(".layers").append(element("div", { className: "pager" },
    element("label", {}, "Order: ", select), back, place, on));
  sheet.page(0);
  // An address of a face on another page.
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted.startsWith(`${figure.id}/`)) {
    const position = fixed.findIndex((index) => `${figure.id}/${slug(set.files[index])}` === wanted);
    if (position >= PAGE) sheet.page(Math.floor(position / PAGE));
    if (position >= 0) document.getElementById(wanted)?.scrollIntoView();
  }
}
if (sets.length) document.body.append(dialog);
