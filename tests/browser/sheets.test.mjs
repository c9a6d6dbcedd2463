// Contact sheets: the error of each face, their order, one face large.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./page.mjs";

const store = (page) => page.evaluate(() => JSON.parse(document.getElementById("/faces").textContent).sets);

// The sheet of two entries at least that has most images, with its set and its entries' networks.
const choose = async (page) => {
  const sets = await store(page);
  const figures = await page.locator(".sheet").evaluateAll((figures) => figures.map((figure) => ({
    id: figure.id,
    set: figure.dataset.set,
    names: [...figure.querySelectorAll(".layers input")].map((box) => box.dataset.network),
  })));
  const images = (figure) => sets[figure.set].files.length;
  const [chosen] = figures.filter((figure) => figure.names.length > 2).toSorted((a, b) => images(b) - images(a));
  assert.ok(chosen, "a sheet of two entries");
  const set = sets[chosen.set];
  const networks = chosen.names.slice(1).map((name) => set.networks.find((network) => network.name === name));
  return { figure: page.locator(`[id="${chosen.id}"]`), id: chosen.id, set, networks };
};

const files = (figure) => figure.locator(".tile").evaluateAll((tiles) => tiles.map((tile) => tile.dataset.file));

const percent = (fraction) => {
  const value = 100 * fraction;
  return `${value >= 1000 ? value.toFixed(0) : value.toPrecision(3)} %`;
};

test("the static faces say the same errors as those that the script draws", async (t) => {
  const read = (page) => page.locator(".tile").evaluateAll((tiles) => tiles.map((tile) => [tile.id, tile.querySelector(".errors").textContent.replace(/\s+/g, " ").trim()]));
  const [with_, without] = [await read(await open(t)), await read(await open(t, { scripts: false }))];
  assert.ok(without.length > 5);
  const shown = new Map(with_);
  for (const [id, errors] of without) assert.equal(shown.get(id)?.replaceAll(" ", ""), errors.replaceAll(" ", ""), id);
});

test("errors under a face are those of its entries, and go with their layers", async (t) => {
  const page = await open(t);
  const { figure, set, networks } = await choose(page);
  const tile = figure.locator(".tile").first();
  const index = set.files.indexOf(await tile.getAttribute("data-file"));
  const texts = await tile.locator(".errors > span").allTextContents();
  assert.deepEqual(texts, networks.map((network) => percent(network.errors[index])));
  await figure.locator(".layers input").nth(1).uncheck();
  assert.equal(await tile.locator(".errors .layer-1").isVisible(), false);
  assert.equal(await tile.locator("svg .layer-1").evaluate((layer) => getComputedStyle(layer).display), "none");
  assert.equal(await tile.locator(".errors .layer-2").isVisible(), true);
});

test("the largest errors come first, and the largest changes between two entries", async (t) => {
  const page = await open(t);
  const { figure, set, networks } = await choose(page);
  const select = figure.locator("select");
  const by = (value) => set.files.map((_, i) => i).toSorted((a, b) => value(b) - value(a)).map((i) => value(i));
  const shown = async (value) => (await files(figure)).map((file) => value(set.files.indexOf(file)));
  for (const [i, network] of networks.entries()) {
    await select.selectOption(String(i + 1));
    const value = (index) => network.errors[index];
    const found = await shown(value);
    assert.deepEqual(found, by(value).slice(0, found.length));
  }
  await select.selectOption(String(networks.length + 1));
  const change = (index) => Math.abs(networks[1].errors[index] - networks[0].errors[index]);
  const found = await shown(change);
  assert.deepEqual(found, by(change).slice(0, found.length));
});

test("further faces are paged through, all of them once", async (t) => {
  const page = await open(t);
  const { figure, set } = await choose(page);
  const on = figure.getByLabel("Further faces");
  const seen = await files(figure);
  while (await on.isEnabled()) {
    await on.click();
    seen.push(...await files(figure));
  }
  assert.deepEqual(seen.toSorted(), set.files.toSorted());
  assert.ok(seen.length > 10);
});

test("a face is enlarged, stepped through with the keys, and its landmarks are numbered on demand", async (t) => {
  const page = await open(t);
  const { figure } = await choose(page);
  const [first, second] = await files(figure);
  await figure.locator(".tile button").first().press("Enter");
  const dialog = page.locator("dialog.enlarged");
  const title = dialog.locator("h2");
  assert.ok((await title.textContent()).startsWith(first));
  assert.equal(await dialog.locator("text.number").count(), 0);
  await dialog.getByLabel("Numbers").check();
  assert.equal(await dialog.locator("text.number").count(), 68);
  await page.keyboard.press("ArrowRight");
  assert.ok((await title.textContent()).startsWith(second));
  assert.equal(await dialog.locator("text.number").count(), 68);
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  assert.ok((await title.textContent()).startsWith(first), "there is none before it");
  await page.keyboard.press("Escape");
  assert.equal(await dialog.evaluate((dialog) => dialog.open), false);
  assert.ok(await figure.locator(".tile button").first().evaluate((button) => button === document.activeElement));
});

test("an address leads to a face on a further page", async (t) => {
  const { id, set } = await choose(await open(t));
  const slug = (file) => file.toLowerCase().split(/[^\p{Alphabetic}\p{Number}]+/u).filter(Boolean).join("-");
  const wanted = `${id}/${slug(set.files.at(-1))}`;
  const page = await open(t, { hash: `#${wanted}` });
  assert.equal(await page.locator(`[id="${wanted}"]`).count(), 1);
});

test("dots have an outline that is seen where they are not", async (t) => {
  const page = await open(t);
  const strokes = await page.locator(".tile").first().evaluate((tile) =>
    [...tile.querySelectorAll("svg g")].map((layer) => [...layer.children].map((dots) => [dots.getAttribute("stroke"), Number(dots.getAttribute("stroke-width"))])));
  assert.ok(strokes.length > 1);
  for (const [[around, wide], [color, narrow]] of strokes) {
    assert.ok(wide > narrow);
    assert.notEqual(around, color);
  }
  // The ground truth is green everywhere.
  assert.equal(strokes[0][1][0], "#00c800");
});
