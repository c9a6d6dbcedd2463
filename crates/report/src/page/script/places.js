// Where the reader is: the current section is marked, folded places open when a link leads into them,
// and the page is light or dark as the reader wants it.

const root = document.documentElement;
const links = new Map();
for (const link of document.querySelectorAll("nav a[href^='#']")) {
  const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (place) links.set(place, [...(links.get(place) ?? []), link]);
}
const seen = new Set();
const mark = () => {
  // The first section that is on the screen, in the page's order.
  const current = [...links.keys()].find((place) => seen.has(place));
  if (!current) return;
  for (const [place, all] of links) {
    for (const link of all) {
      if (place === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
};
const observer = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) seen[isIntersecting ? "add" : "delete"](target);
  mark();
}, { rootMargin: "-10% 0px -60% 0px" });
for (const place of links.keys()) observer.observe(place);

// Sections get their true heights when they are reached: a place that was led to is held until all is
// drawn, unless the reader moves on.
let held = 0;
const hold = (place) => {
  const turn = ++held;
  const until = performance.now() + 1500;
  const again = () => {
    if (turn !== held || performance.now() > until) return;
    const before = place.getBoundingClientRect().top;
    const margin = parseFloat(getComputedStyle(root).scrollPaddingTop) || 0;
    if (Math.abs(before - margin) > 1) place.scrollIntoView({ behavior: "instant" });
    requestAnimationFrame(again);
  };
  again();
};
for (const moved of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(moved, () => { held++; }, { passive: true });

const open = () => {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!place) return;
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  hold(place);
};
addEventListener("hashchange", open);
open();

// On a phone the contents are folded until they are wanted, and when one was chosen.
for (const contents of document.querySelectorAll("details.contents")) {
  if (getComputedStyle(contents.querySelector("summary")).display === "none") continue;
  contents.open = false;
  contents.addEventListener("click", (event) => { if (event.target.closest("a")) contents.open = false; });
}

const stored = () => { try { return localStorage.getItem("faceoff-theme"); } catch { return null; } };
const choose = (theme) => {
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  else delete root.dataset.theme;
  root.dispatchEvent(new Event("theme"));
};
for (const select of document.querySelectorAll("select.theme")) {
  select.closest("label").hidden = false;
  select.value = stored() ?? "";
  select.addEventListener("change", () => {
    try { localStorage.setItem("faceoff-theme", select.value); } catch { /* A page need not remember. */ }
    for (const other of document.querySelectorAll("select.theme")) other.value = select.value;
    choose(select.value);
  });
}
choose(stored());
