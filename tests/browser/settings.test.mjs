// Settings against measures: what is drawn is recorded, and is reached by mouse and keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open, results } from "./page.mjs";

const section = (page) => page.locator('[id="/settings"]');
const data = (page) => section(page).locator("[data-settings]").evaluate((frame) => JSON.parse(frame.dataset.settings));
const line = (page, i) => section(page).locator(`path.experiment[data-experiment="${i}"]`);
const point = (page, i) => section(page).locator(`circle[data-experiment="${i}"]`);
const isOut = (mark) => mark.evaluate((mark) => mark.classList.contains("out"));

test("measures are those that are recorded", async (t) => {
  const page = await open(t);
  const { experiments, axes } = await data(page);
  const values = (name) => axes.find((axis) => axis.name === name).values;
  const recorded = results.flatMap((result) => result.entries).filter((entry) => entry.experiment);
  let compared = 0;
  for (const [i, { name }] of experiments.entries()) {
    const same = recorded.find((entry) => entry.name === name && entry.epochs === values("Epochs")[i] && entry.test_loss === values("Test loss")[i]);
    if (!same) continue;
    assert.equal(values("NME (%)")[i], 100 * same.scores.nme, name);
    assert.equal(values("Error (px)")[i], same.scores.pixel_error, name);
    assert.equal(values("Parameters")[i], same.parameters, name);
    compared += 1;
  }
  assert.ok(compared >= 2, `${compared} of ${experiments.length}`);
});

test("each experiment is a line and a point, in a colour of its own", async (t) => {
  const page = await open(t);
  const { experiments } = await data(page);
  assert.ok(experiments.length >= 4);
  assert.equal(await section(page).locator("path.experiment").count(), experiments.length);
  assert.equal(await section(page).locator("circle.experiment").count(), experiments.length);
  assert.equal(new Set(experiments.map((each) => each.color)).size, experiments.length);
});

test("what is pointed at, or has the focus, is named with its values", async (t) => {
  const page = await open(t);
  const { experiments, axes } = await data(page);
  const status = section(page).locator(".readout");
  const nme = axes.find((axis) => axis.name === "NME (%)").values;
  const button = section(page).locator(".experiments button").nth(1);
  await button.focus();
  const words = await status.textContent();
  assert.ok(words.startsWith(`${experiments[1].name}: `), words);
  assert.ok(words.includes(`NME (%) ${Number(nme[1].toPrecision(3))}`), words);
  assert.ok(await line(page, 1).evaluate((line) => line.classList.contains("shown")));
  await button.blur();
  await point(page, 0).dispatchEvent("pointerenter");
  assert.ok((await status.textContent()).startsWith(`${experiments[0].name}: `));
});

test("the handles of an axis let a part of the experiments through, by keys", async (t) => {
  const page = await open(t);
  const { experiments, axes } = await data(page);
  const nme = axes.find((axis) => axis.name === "NME (%)").values;
  const lowest = nme.indexOf(Math.min(...nme));
  const highest = nme.indexOf(Math.max(...nme));
  const upper = section(page).getByRole("slider", { name: "NME (%): upper" });
  await upper.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.equal(await upper.getAttribute("aria-valuenow"), "90");
  assert.equal(await isOut(line(page, highest)), true);
  assert.equal(await isOut(point(page, highest)), true);
  assert.equal(await isOut(line(page, lowest)), false);
  assert.match(await section(page).locator(".readout").textContent(), new RegExp(`of ${experiments.length} experiments`));
  await section(page).getByText("Show all again").click();
  assert.equal(await isOut(line(page, highest)), false);
});

test("a range is drawn on an axis with the pointer, and a click takes it away", async (t) => {
  const page = await open(t);
  const { axes } = await data(page);
  const nme = axes.find((axis) => axis.name === "NME (%)").values;
  const highest = nme.indexOf(Math.max(...nme));
  const area = section(page).locator("rect.brush").last();
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  const x = box.x + box.width / 2;
  await page.mouse.move(x, box.y + box.height - 6);
  await page.mouse.down();
  await page.mouse.move(x, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  assert.equal(await isOut(line(page, highest)), true);
  await page.mouse.click(x, box.y + box.height / 3);
  assert.equal(await isOut(line(page, highest)), false);
});

test("any setting stands against any measure", async (t) => {
  const page = await open(t);
  const { axes } = await data(page);
  const scatter = section(page).locator("svg.scatter");
  for (const axis of axes) {
    await section(page).getByLabel("Across").selectOption(axis.name);
    const known = axis.values.filter((value) => value !== null).length;
    assert.equal(await scatter.locator("circle").count(), known, axis.name);
    assert.ok((await scatter.getAttribute("aria-label")).includes(`against ${axis.name}`));
  }
  await section(page).getByText("Axes", { exact: true }).click();
  const before = await section(page).locator("rect.brush").count();
  await section(page).locator(".axes").getByLabel("Test loss", { exact: true }).check();
  assert.equal(await section(page).locator("rect.brush").count(), before + 1);
});

test("without scripts a sentence says so, and a table has the values", async (t) => {
  const page = await open(t, { scripts: false });
  const { experiments } = await open(t).then(data);
  assert.ok(await section(page).getByText("drawn by a script").isVisible());
  await section(page).locator("summary").click();
  assert.equal(await section(page).locator("tbody tr").count(), experiments.length);
});
