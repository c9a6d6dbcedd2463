// Draws the pictures of the documentation from a report: `node pictures.mjs REPORT FOLDER`.

import { resolve } from "node:path";
import { chromium } from "playwright-core";

const [report, folder] = process.argv.slice(2).map((path) => resolve(path));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });

const open = async (width, height, scheme, hash = "") => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme, deviceScaleFactor: 1.25 });
  await page.goto(`file://${report}${hash}`);
  return page;
};
// From the top of the first element to the bottom of the last.
const between = async (page, first, last, path) => {
  const [top, bottom] = [page.locator(first).first(), page.locator(last).first()];
  await bottom.scrollIntoViewIfNeeded();
  await page.waitForTimeout(800);
  const main = await page.locator("main").boundingBox();
  const [from, to] = [await top.boundingBox(), await bottom.boundingBox()];
  const { scrollX, scrollY } = await page.evaluate(() => ({ scrollX, scrollY }));
  const clip = { x: main.x + scrollX, y: from.y + scrollY - 8, width: main.width, height: to.y + to.height - from.y + 16 };
  await page.screenshot({ path, clip, fullPage: true });
};

let page = await open(1280, 900, "light");
await between(page, "[id='loss-function'] h2", "[id='loss-function/loss']", `${folder}/comparison.png`);
await between(page, "[id='long-training/faces'] figure", "[id='long-training/faces'] figure", `${folder}/contact-sheet.png`);
page = await open(1280, 800, "dark");
await page.screenshot({ path: `${folder}/dark.png` });
page = await open(420, 800, "light", "#loss-function");
await page.waitForTimeout(1800);
await page.screenshot({ path: `${folder}/phone.png` });
await browser.close();
