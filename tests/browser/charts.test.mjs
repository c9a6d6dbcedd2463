// Charts by hand: curves shown and hidden, scales, zoom, smoothing, values under pointer and keys.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { folder, open } from "./page.mjs";

const LOSS = "#optimizer\\/loss";

const chart = async (t, options) => {
  const page = await open(t, options);
  const figure = page.locator(LOSS);
  await figure.scrollIntoViewIfNeeded();
  await figure.locator(".u-over").waitFor();
  return { page, figure };
};

// The value as the page writes it.
const written = (value) => String(Number(value.toPrecision(4)));

// The epochs that the only run of `experiment` recorded.
const recorded = (experiment) => {
  const runs = join(process.env.DESK, "results/runs");
  const study = JSON.parse(readFileSync(join(folder, "study.json"), "utf8"));
  const { runs: own } = study.experiments.find((each) => each.experiment.name === experiment);
  assert.equal(own.length, 1);
  const lines = readFileSync(join(runs, own[0], "metrics.jsonl"), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
};
// The study's charts divide the mean loss by the batch size.
const BATCH = 10;

const tip = async (figure) => {
  const box = figure.locator(".tip");
  await box.waitFor({ state: "visible" });
  return box.evaluate((box) => ({
    head: box.querySelector("b").textContent,
    rows: [...box.querySelectorAll("div")].map((row) => [...row.children].map((part) => part.textContent.trim())),
  }));
};

test("a legend entry hides and shows its curve, and says so", async (t) => {
  const { page, figure } = await chart(t);
  const buttons = figure.locator(".legend button");
  assert.ok((await buttons.count()) >= 2);
  const first = buttons.first();
  assert.equal(await first.getAttribute("aria-pressed"), "true");
  const pixels = () => figure.locator("canvas").evaluate((canvas) => canvas.toDataURL());
  const before = await pixels();
  await first.focus();
  await page.keyboard.press("Enter");
  assert.equal(await first.getAttribute("aria-pressed"), "false");
  await page.waitForTimeout(100);
  assert.notEqual(await pixels(), before);
  await first.click();
  assert.equal(await first.getAttribute("aria-pressed"), "true");
  await page.waitForTimeout(100);
  assert.equal(await pixels(), before);
});

test("the tip names the epoch and every visible curve, everywhere, with the values of the records", async (t) => {
  const { page, figure } = await chart(t);
  const over = await figure.locator(".u-over").boundingBox();
  const epochs = recorded("sgd");
  const curves = await figure.locator(".legend button").count();
  for (let i = 1; i < 40; i++) {
    await page.mouse.move(over.x + (over.width * i) / 40, over.y + over.height / 2);
    const { head, rows } = await tip(figure);
    assert.match(head, /^Epoch \d+$/);
    assert.equal(rows.length, curves, `at ${i} of 40: ${JSON.stringify(rows)}`);
    const sgd = rows.filter(([name]) => /^(train|test): SGD/.test(name));
    assert.equal(sgd.length, 2, JSON.stringify(rows));
    for (const [name, value] of sgd) {
      const elsewhere = name.match(/\(epoch (\d+)\)/);
      const epoch = epochs[Number(elsewhere ? elsewhere[1] : head.slice(6))];
      const loss = name.startsWith("train") ? epoch.train_loss : epoch.test_loss;
      assert.equal(value, written(loss / BATCH), `${name}, ${head}`);
    }
  }
});

test("arrow keys read the values aloud", async (t) => {
  const { page, figure } = await chart(t);
  await figure.locator(".plot").focus();
  await page.keyboard.press("Home");
  const first = await tip(figure);
  await page.keyboard.press("ArrowRight");
  const second = await tip(figure);
  assert.notEqual(first.head, second.head);
  assert.match(await figure.locator(".spoken").textContent(), new RegExp(second.head));
  await page.keyboard.press("Escape");
  await figure.locator(".tip").waitFor({ state: "hidden" });
});

test("a finger reads values too", async (t) => {
  const { page, figure } = await chart(t, { width: 420, hasTouch: true, isMobile: true });
  const over = await figure.locator(".u-over").boundingBox();
  await page.touchscreen.tap(over.x + over.width / 2, over.y + over.height / 2);
  assert.match((await tip(figure)).head, /^Epoch \d+$/);
});

test("scales change and zoom resets", async (t) => {
  const { page, figure } = await chart(t);
  const scale = figure.locator(".tools select");
  const pixels = () => figure.locator("canvas").evaluate((canvas) => canvas.toDataURL());
  const looks = new Set();
  for (const name of ["linear", "log", "symlog"]) {
    await scale.selectOption(name);
    await page.waitForTimeout(100);
    looks.add(await pixels());
  }
  assert.equal(looks.size, 3);
  await scale.selectOption("linear");
  await page.waitForTimeout(100);
  const before = await pixels();
  const over = await figure.locator(".u-over").boundingBox();
  const middle = over.y + over.height / 2;
  await page.mouse.move(over.x + over.width * 0.3, middle);
  await page.mouse.down();
  await page.mouse.move(over.x + over.width * 0.6, middle + 3, { steps: 5 });
  await page.mouse.up();
  const reset = figure.getByRole("button", { name: "Reset zoom" });
  await reset.waitFor({ state: "visible" });
  await page.waitForTimeout(100);
  assert.notEqual(await pixels(), before);
  await reset.click();
  await page.mouse.move(0, 0);
  await reset.waitFor({ state: "hidden" });
  await page.waitForTimeout(100);
  assert.equal(await pixels(), before);
});

test("the table behind a chart has its values, and downloads them", async (t) => {
  const { page, figure } = await chart(t);
  await figure.getByRole("button", { name: "Table" }).click();
  const rows = figure.locator(".values tbody tr");
  const [file] = await Promise.all([page.waitForEvent("download"), figure.getByRole("button", { name: "CSV" }).click()]);
  const text = readFileSync(await file.path(), "utf8").trim().split("\n");
  assert.equal(file.suggestedFilename(), "optimizer-loss.csv");
  assert.equal(text.length, 1 + (await rows.count()));
  const cells = (line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1].replaceAll('"', ""));
  const sgd = cells(text[0]).indexOf("train: SGD");
  const epochs = recorded("sgd");
  let compared = 0;
  for (const line of text.slice(1)) {
    const row = cells(line);
    if (row[sgd] === "") continue;
    const loss = epochs[Number(row[0])].train_loss / BATCH;
    assert.ok(Math.abs(Number(row[sgd]) - loss) <= 1e-5 * loss, line);
    compared++;
  }
  assert.ok(compared > 2, text.join("\n"));
});

test("shares of images are steps, which are not smoothed, and a map of landmarks says its title once", async (t) => {
  const page = await open(t, { hash: "#dropout/errors" });
  const figure = page.locator("[id='dropout/errors']");
  await figure.locator(".u-over").waitFor();
  assert.equal(await figure.locator("input[type=range]").count(), 0);
  const over = await figure.locator(".u-over").boundingBox();
  await page.mouse.move(over.x + over.width / 2, over.y + over.height / 2);
  const { head, rows } = await tip(figure);
  assert.match(head, /^NME .* %$/);
  // A step has a value everywhere: nothing is read elsewhere.
  assert.deepEqual(rows.filter(([name]) => name.includes("(")), []);
  const map = page.locator("[id='dropout/landmarks']");
  assert.equal((await map.textContent()).split("Mean error of each landmark").length, 2);
  assert.ok(!(await map.locator("svg").first().textContent()).includes("Dropout · Mean"));
});

test("without scripts the charts are images", async (t) => {
  const page = await open(t, { scripts: false });
  assert.ok((await page.locator(`${LOSS} noscript svg`).count()) === 1);
  assert.ok(await page.locator(`${LOSS} noscript svg`).isVisible());
});
