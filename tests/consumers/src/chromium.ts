import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Where Chromium is; undefined where there is none. */
export const CHROMIUM: string | undefined = [
  process.env.CHROMIUM ?? "",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
].find((path) => path !== "" && existsSync(path));

/** What became of a page: its result, and the warnings and errors in its console. */
export interface PageRun<T> {
  readonly result: T;
  readonly complaints: readonly string[];
}

/** A headless Chromium that talks to nobody but us. */
export function openBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: CHROMIUM!, args });
}

/** Opens a page and waits for what it leaves in `globalThis.result`. */
export async function runPage<T>(browser: Browser, url: string): Promise<PageRun<T>> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    // Chromium itself says the first in a page that asks for a GPU.
    const isOurs = message.text() !== "No available adapters.";
    if (["warning", "error"].includes(message.type()) && isOurs) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  try {
    await page.goto(url, { waitUntil: "commit", timeout: 120_000 });
    await page.waitForFunction("globalThis.result !== undefined", undefined, { timeout: 120_000 });
    return { result: await page.evaluate<T>("globalThis.result"), complaints };
  } catch (error) {
    throw new Error(`${url}: ${String(error)}\n${complaints.join("\n")}`);
  } finally {
    await page.close();
  }
}
