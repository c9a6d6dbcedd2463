// The report of the desk's study, open in a browser.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after } from "node:test";
import { chromium } from "playwright-core";

const studies = join(process.env.DESK, "results/studies");
export const folder = join(studies, readdirSync(studies)[0]);
export const address = `file://${folder}/report.html`;
// What the page's numbers must equal.
export const results = JSON.parse(readFileSync(join(folder, "results.json"), "utf8"));

let browser;
after(() => browser?.close());

// A page of `width` by `height` that fails its test where it says anything on the console or asks for
// anything beyond itself.
export const open = async (t, { width = 1280, height = 900, scheme = "light", hash = "", scripts = true, ...more } = {}) => {
  browser ??= await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, javaScriptEnabled: scripts, ...more });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(address) && !url.startsWith("data:") && !url.startsWith("blob:")) said.push(`request: ${url}`);
  });
  await page.goto(address + hash);
  t.after(async () => {
    await context.close();
    if (said.length) throw new Error(said.join("\n"));
  });
  return page;
};
