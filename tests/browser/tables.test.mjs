// Tables: sorted, filtered, their columns chosen, copied and downloaded; what they show is recorded.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { open, results } from "./page.mjs";

const at = (page, address) => page.locator(`[id="${address}"]`);
const OVERVIEW = "/overview/numbers/table";
// A page whose folds are open: tables of numbers are in some.
const unfolded = async (t, options) => {
  const page = await open(t, options);
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll("main details:not(.more)")) fold.open = true;
  });
  return page;
};
const tools = (page, address) => page.locator(`.tools:has(+ [id="${address}"])`);

// The shown rows of a table: name, and the exact value of the column called `name`.
const column = (page, address, name) => at(page, address).evaluate((frame, name) => {
  const heads = [...frame.querySelectorAll("thead th")];
  const index = heads.findIndex((head) => head.dataset.name === name);
  const rows = [...frame.querySelectorAll("tbody tr")].filter((row) => !row.hidden);
  return rows.map((row) => [row.cells[0].dataset.value, row.cells[index].dataset.value ?? row.cells[index].textContent]);
}, name);

const head = (page, address, name) => at(page, address).locator(`th[data-name="${name}"]`);

test("what tables show is what is recorded", async (t) => {
  const page = await unfolded(t);
  let rows = 0;
  for (const result of results) {
    const address = `${result.comparison}/numbers/table`;
    if (await at(page, address).count() === 0) continue;
    for (const [name, of] of [
      ["NME (%)", (scores) => 100 * scores.nme],
      ["NME, median (%)", (scores) => 100 * scores.nme_median],
      ["Error (px)", (scores) => scores.pixel_error],
      ["Error in the original (px)", (scores) => scores.original_pixel_error],
      ["FR@10 %", (scores) => 100 * scores.failure_rate_10],
      ["MSE", (scores) => scores.mse],
    ]) {
      const shown = await column(page, address, name);
      const recorded = result.entries.map((entry) => [entry.name, String(of(entry.scores))]);
      assert.deepEqual(shown.map(([entry, value]) => [entry, String(Number(value))]), recorded, `${address}: ${name}`);
      rows += shown.length;
    }
    for (const [name, field] of [["Train loss", "train_loss"], ["Test loss", "test_loss"]]) {
      const shown = await column(page, address, name);
      assert.deepEqual(shown.map(([, value]) => Number(value)), result.entries.map((entry) => entry[field]), name);
    }
  }
  assert.ok(rows > 50, `${rows} rows were compared`);
});

test("numbers sort by their value, both ways and back, by mouse and keys", async (t) => {
  const page = await unfolded(t);
  const before = await column(page, OVERVIEW, "NME (%)");
  const button = head(page, OVERVIEW, "NME (%)").locator("button");
  await button.click();
  assert.equal(await head(page, OVERVIEW, "NME (%)").getAttribute("aria-sort"), "ascending");
  const values = async () => (await column(page, OVERVIEW, "NME (%)")).map(([, value]) => Number(value));
  assert.deepEqual(await values(), (await values()).toSorted((a, b) => a - b));
  await button.press("Enter");
  assert.equal(await head(page, OVERVIEW, "NME (%)").getAttribute("aria-sort"), "descending");
  assert.deepEqual(await values(), (await values()).toSorted((a, b) => b - a));
  await button.press("Space");
  assert.equal(await head(page, OVERVIEW, "NME (%)").getAttribute("aria-sort"), null);
  assert.deepEqual(await column(page, OVERVIEW, "NME (%)"), before);
});

test("rows without a value come last, whichever way", async (t) => {
  const page = await unfolded(t);
  const button = head(page, OVERVIEW, "Epochs").locator("button");
  for (let times = 0; times < 2; times += 1) {
    await button.click();
    const rows = await column(page, OVERVIEW, "Epochs");
    const nothing = rows.map(([, value]) => value === "");
    assert.ok(nothing.at(-1), "the mean face trains for no epochs");
    assert.deepEqual(nothing, nothing.toSorted());
  }
});

test("a filter takes words and conditions, and says how many rows it leaves", async (t) => {
  const page = await unfolded(t);
  const filter = tools(page, OVERVIEW).locator("input[type=search]");
  const status = tools(page, OVERVIEW).locator("[role=status]");
  const all = await column(page, OVERVIEW, "NME (%)");
  const middle = all.map(([, value]) => Number(value)).toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
  const rows = () => column(page, OVERVIEW, "NME (%)");
  await filter.fill(`NME < ${middle}`);
  const below = all.filter(([, value]) => Number(value) < middle);
  assert.deepEqual(await rows(), below);
  assert.equal(await status.textContent(), `${below.length} of ${all.length} rows`);
  await filter.fill("mean face");
  assert.deepEqual(await rows(), all.filter(([name]) => name.startsWith("Mean face")));
  await filter.fill("loss = smooth l1, epochs > 1");
  assert.deepEqual((await rows()).map(([name]) => /Smooth L1/.test(name)), [true]);
  await filter.fill("nonsense < 3");
  assert.match(await status.textContent(), /no column is called “nonsense”/);
  assert.equal(await filter.getAttribute("aria-invalid"), "true");
  assert.equal((await rows()).length, all.length);
  // Half a condition, while it is typed.
  await filter.fill("NME <");
  assert.equal((await rows()).length, all.length);
});

test("rare columns are hidden until they are asked for", async (t) => {
  const page = await unfolded(t);
  const parameters = head(page, OVERVIEW, "Parameters");
  assert.equal(await parameters.isVisible(), false);
  const more = tools(page, OVERVIEW).locator("details");
  await more.locator("summary").click();
  await more.getByLabel("Parameters").check();
  assert.equal(await parameters.isVisible(), true);
  await page.keyboard.press("Escape");
  assert.equal(await more.evaluate((details) => details.open), false);
  assert.ok(await more.locator("summary").evaluate((summary) => summary === document.activeElement));
});

test("the overview fits a desktop, and on a phone its first column stays", async (t) => {
  const page = await unfolded(t);
  const fits = await at(page, OVERVIEW).evaluate((frame) => frame.scrollWidth <= frame.clientWidth);
  assert.ok(fits, "it scrolls");
  const phone = await unfolded(t, { width: 420 });
  const place = await at(phone, OVERVIEW).evaluate((frame) => {
    frame.scrollLeft = 200;
    const name = frame.querySelector("tbody th").getBoundingClientRect();
    return [name.left - frame.getBoundingClientRect().left, document.documentElement.scrollWidth];
  });
  assert.ok(Math.abs(place[0]) < 1, `${place[0]}`);
  assert.ok(place[1] <= 420, `the page is ${place[1]} wide`);
});

test("a table is copied and downloaded as it is shown", async (t) => {
  const page = await unfolded(t, { permissions: ["clipboard-read", "clipboard-write"] });
  await tools(page, OVERVIEW).locator("input[type=search]").fill("epochs > 0");
  await head(page, OVERVIEW, "NME (%)").locator("button").click();
  const rows = await column(page, OVERVIEW, "NME (%)");
  const more = tools(page, OVERVIEW).locator("details");
  await more.locator("summary").click();
  const [download] = await Promise.all([page.waitForEvent("download"), more.getByText("Download CSV").click()]);
  assert.equal(download.suggestedFilename(), "overview-numbers.csv");
  const lines = readFileSync(await download.path(), "utf8").trim().split("\n").map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((cell) => cell.replace(/,$/, "").replace(/^"|"$/g, "").replaceAll('""', '"')));
  const index = lines[0].indexOf("NME (%)");
  assert.deepEqual(lines.slice(1).map((line) => [line[0], line[index]]), rows);
  assert.ok(!lines[0].includes("Parameters"), "it is hidden");
  assert.ok(lines[0].includes("NME (%), SD"), "some have several seeds");

  await more.getByText("Copy as CSV").click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), readFileSync(await download.path(), "utf8"));
  await more.getByText("Copy as Markdown").click();
  const markdown = (await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n");
  assert.equal(markdown.length, rows.length + 2);
  assert.match(markdown[0], /^\| Experiment \| Epochs \|/);
  assert.ok(markdown[2].startsWith(`| ${rows[0][0]} |`), markdown[2]);
});

test("each row has an address of its own", async (t) => {
  const page = await unfolded(t);
  const ids = await page.locator(".tables tbody tr").evaluateAll((rows) => rows.map((row) => row.id));
  assert.ok(ids.length > 50 && ids.every(Boolean));
  assert.equal(new Set(ids).size, ids.length);
});

test("without scripts every column is there, and no control", async (t) => {
  const page = await unfolded(t, { scripts: false });
  assert.equal(await page.locator(".tools").count(), 0);
  assert.equal(await head(page, OVERVIEW, "Parameters").isVisible(), true);
});

test("on paper there are no controls, and what is shown fits", async (t) => {
  const page = await unfolded(t, { width: 720 });
  await page.emulateMedia({ media: "print" });
  const found = await page.evaluate(() => [
    [...document.querySelectorAll(".tools, .pager, .choose")].filter((each) => each.checkVisibility()).length,
    [...document.querySelectorAll(".tables table")].filter((table) => table.checkVisibility() && table.getBoundingClientRect().width > table.parentElement.clientWidth + 1)
      .map((table) => `${table.caption.textContent}: ${table.parentElement.id}`),
  ]);
  assert.deepEqual(found, [0, []]);
});
