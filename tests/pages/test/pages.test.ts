import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  audit,
  clippedLabels,
  hiddenFigures,
  lostOnPaper,
  overhang,
  thin,
  unfold,
  wrongHints,
} from "../src/in-page.ts";
import { CHROMIUM, openBrowser } from "../src/open-browser.ts";
import { PAGES } from "../src/page-files.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
/** The width of A4 between margins of 12 mm, in CSS pixels. */
const PAPER = 703;

let browser: Browser;
beforeAll(async () => {
  if (CHROMIUM) browser = await openBrowser();
});
afterAll(() => browser?.close());

describe.skipIf(!CHROMIUM).each(Object.keys(PAGES))("%s in Chromium", (name) => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage();
    await page.setContent(PAGES[name]!());
  });
  afterAll(() => page?.close());

  it("has everything on paper that is folded on screen, and nothing that is wider", async () => {
    await page.setViewportSize({ width: PAPER, height: 900 });
    await page.emulateMedia({ media: "print" });
    expect(await page.evaluate(lostOnPaper)).toEqual([]);
  });

  it.each([1280, 390])("is whole at %d pixels", async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(unfold);
    expect(await page.evaluate(overhang)).toBe(0);
    expect(await page.evaluate(wrongHints)).toEqual([]);
    expect(await page.evaluate(clippedLabels)).toEqual([]);
    expect(await page.evaluate(hiddenFigures)).toEqual([]);
  });

  // In the second scheme of a width only colours are other ones.
  it.each([
    ["light", 1280, false],
    ["dark", 1280, true],
    ["dark", 390, false],
    ["light", 390, true],
  ] as const)("has nothing that axe-core finds, %s at %d pixels", async (colorScheme, width, isOnColours) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ media: "screen", colorScheme });
    await page.evaluate(thin);
    await page.addScriptTag({ path: AXE });
    expect(await page.evaluate(audit, isOnColours)).toEqual([]);
  });
});
