// The page as a whole: order, links, looks, print, accessibility, and that it needs nothing.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { open } from "./page.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.env.SCREENSHOTS;

const shoot = async (page, name, options = {}) => {
  if (!shots) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`), ...options });
};

// Every section drawn and every fold open.
const openAll = (page) => page.evaluate(async () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const section of document.querySelectorAll("section")) {
    section.style.contentVisibility = "visible";
  }
  for (const figure of document.querySelectorAll("figure")) {
    figure.scrollIntoView();
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)));
  }
});

test("a reader sees the answers first, and in a section the verdict, the losses, the faces, the numbers", async (t) => {
  const page = await open(t);
  const order = await page.evaluate(() => {
    const section = document.getElementById("dropout");
    const places = [".verdict", "[id='dropout/loss']", "[id='dropout/faces']", "[id='dropout/numbers']", "[id='dropout/diagnosis']"];
    const found = [document.querySelector("[id='/answers']"), ...places.map((place) => section.querySelector(place))];
    return found.map((place, i) => place !== null && (i === 0 || Boolean(found[i - 1].compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING)));
  });
  assert.deepEqual(order, order.map(() => true));
  await shoot(page, "desktop");
});

test("no sentence of the small print stands twice", async (t) => {
  const page = await open(t);
  const twice = await page.evaluate(() => {
    const counts = new Map();
    const places = document.querySelectorAll("main p.small:not(:has(a)), main p.note, main .reading li, main figcaption.small, main .finding p + p");
    for (const place of places) {
      for (const part of place.textContent.split(" · ")) {
        const text = part.trim();
        // Names of charts, and how many images a section rests on, are no sentences.
        if (text.split(" ").length > 6 && !/ images$/.test(text)) counts.set(text, (counts.get(text) ?? 0) + 1);
      }
    }
    return [...counts].filter(([, times]) => times > 1);
  });
  assert.deepEqual(twice, []);
});

test("every link of the page leads to a place of it, folded or not", async (t) => {
  const page = await open(t);
  const lost = await page.evaluate(() => [...document.querySelectorAll("a[href^='#']")]
    .map((link) => decodeURIComponent(link.hash.slice(1)))
    .filter((place) => !document.getElementById(place)));
  assert.deepEqual(lost, []);
  const ids = await page.evaluate(() => [...document.querySelectorAll("[id]")].map((place) => place.id));
  assert.deepEqual(ids.filter((id, i) => ids.indexOf(id) !== i), []);
  const folded = await open(t, { hash: "#dropout/diagnosis" });
  assert.ok(await folded.locator("[id='dropout/diagnosis']").evaluate((fold) => fold.open));
  // Sections above are drawn on the way there, and become higher or lower.
  for (const width of [420, 1280]) {
    const last = await open(t, { width, hash: "#seeds" });
    await last.waitForTimeout(1700);
    const top = await last.locator("#seeds").evaluate((place) => place.getBoundingClientRect().top);
    assert.ok(top >= 0 && top < 60, `${width}: ${top}`);
  }
});

test("the contents mark where the reader is", async (t) => {
  const page = await open(t);
  await page.locator("#dropout h2").scrollIntoViewIfNeeded();
  await page.evaluate(() => document.getElementById("dropout").scrollIntoView({ behavior: "instant" }));
  await page.locator("nav a[aria-current]").waitFor();
  await page.waitForFunction(() => document.querySelector("nav a[aria-current]")?.hash === "#dropout");
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing, ${scheme}`, async (t) => {
    const page = await open(t, { scheme });
    await openAll(page);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join("\n")}`);
    assert.deepEqual(found, []);
    await page.evaluate(() => scrollTo(0, 0));
    if (scheme === "dark") await shoot(page, "dark");
  });
}

test("curves stand out from the paper by 3 to 1, by day and by night", async (t) => {
  for (const scheme of ["light", "dark"]) {
    const page = await open(t, { scheme });
    await page.locator("#dropout\\/loss").scrollIntoViewIfNeeded();
    await page.locator("#dropout\\/loss .legend button svg").first().waitFor();
    const ratios = await page.evaluate(() => {
      const light = (color) => {
        const [red, green, blue] = color.match(/[\d.]+/g).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
      };
      const paper = light(getComputedStyle(document.body).backgroundColor);
      return [...document.querySelectorAll("#dropout\\/loss .legend svg")].map((key) => {
        const color = light(getComputedStyle(key).color);
        return Math.max(color, paper) / Math.min(color, paper);
      });
    });
    assert.ok(ratios.length > 1 && ratios.every((ratio) => ratio >= 2.99), `${scheme}: ${ratios}`);
  }
});

test("420 pixels cut nothing", async (t) => {
  const page = await open(t, { width: 420, height: 800, hasTouch: true, isMobile: true });
  await openAll(page);
  const wide = await page.evaluate(() => {
    const scrolls = (place) => {
      for (let each = place.parentElement; each; each = each.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(each).overflowX)) return true;
      }
      return false;
    };
    const out = [...document.querySelectorAll("main *")].filter((place) => {
      const box = place.getBoundingClientRect();
      return box.width > 1 && box.right > innerWidth + 1 && !scrolls(place);
    });
    return [document.documentElement.scrollWidth, ...out.slice(0, 5).map((place) => place.outerHTML.slice(0, 120))];
  });
  assert.deepEqual(wide, [420]);
  await page.evaluate(() => scrollTo(0, 0));
  const contents = page.locator("nav details");
  assert.equal(await contents.evaluate((fold) => { fold.open = false; return fold.open; }), false);
  await page.locator("nav summary").click();
  assert.ok(await page.locator("nav a", { hasText: "Answers" }).isVisible());
  await shoot(page, "phone");
});

test("on paper charts are images with their titles and legends", async (t) => {
  const page = await open(t);
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  assert.ok(pdf.length > 50_000);
  if (shots) writeFileSync(join(shots, "print.pdf"), pdf);
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  const still = page.locator("#dropout\\/loss .still svg");
  assert.ok(await still.isVisible());
  assert.match(await still.textContent(), /Dropout/);
  assert.equal(await page.locator(".tools").first().isVisible(), false);
  const swatch = page.locator("#dropout .layers .swatch").first();
  assert.equal(await swatch.evaluate((key) => getComputedStyle(key).printColorAdjust), "exact");
  // What is wider than the paper is cut.
  await page.setViewportSize({ width: 703, height: 1000 });
  const cut = await page.evaluate(() => [...document.querySelectorAll("main svg, main table")]
    .filter((place) => place.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((place) => place.closest("[id]")?.id));
  assert.deepEqual(cut, []);
});

test("who wants less motion gets none", async (t) => {
  const page = await open(t, { reducedMotion: "reduce" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
});

test("dark and light can be chosen, and the choice stays", async (t) => {
  const page = await open(t);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.locator("select.theme").selectOption("dark");
  assert.notEqual(await paper(), light);
  await page.reload();
  assert.notEqual(await paper(), light);
});
