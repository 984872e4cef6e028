import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const USUAL_PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where Chromium is, or is said to be by CHROMIUM; undefined where there is none. */
export const CHROMIUM: string | undefined = [process.env.CHROMIUM ?? "", ...USUAL_PLACES].find(
  (path) => path !== "" && existsSync(path),
);

/** A headless Chromium that talks to nobody, with further arguments. */
export function openBrowser(further: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    args: [
      ...["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
      ...further,
    ],
  });
}
