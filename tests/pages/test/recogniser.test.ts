import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selectBackend } from "@dark-knowledge/backend";
import { runExperiment, speech } from "@dark-knowledge/paper";
import { createInlineRunner } from "@dark-knowledge/pipeline";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, overhang } from "../src/in-page.ts";
import { CHROMIUM, openBrowser } from "../src/open-browser.ts";
import { wavOf } from "../src/wav-of.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

describe.skipIf(!CHROMIUM)("the page in which a net of reproduce speech recognises words, from a file", () => {
  let directory: string;
  let browser: Browser;
  let page: Page;
  /** The words of each utterance of the test set, as they were recognised in Node. */
  let words: readonly (readonly string[])[];
  let recordings: readonly { readonly samples: string }[];
  const problems: string[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "dark-knowledge-test-"));
    const { signal } = new AbortController();
    const size = { utterances: { training: 60, test: 6 }, members: [1], seeds: [1], controls: [1] };
    const { pages } = await runExperiment(speech, speech.resolve({ dataset: "made-up-small" }, size), {
      ...{ directory, signal, source: { cache: directory, signal }, runner: createInlineRunner(), onEvent() {} },
      choice: await selectBackend({ prefer: ["wasm"] }),
    });
    ({ words } = JSON.parse(readFileSync(join(directory, "stages/words-distilled-1/result.json"), "utf8")));
    const html = readFileSync(pages.recogniser!, "utf8");
    ({ recordings } = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)![1]!));
    browser = await openBrowser(["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]);
    page = await browser.newPage();
    page.on("pageerror", ({ message }) => problems.push(message));
    page.on("console", (message) => problems.push(message.text()));
    page.on("request", (request) => /^(file|blob|data):/.test(request.url()) || problems.push(request.url()));
    await page.goto(`file://${pages.recogniser}`);
    await page.waitForSelector("#answer[data-answered]");
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const answered = async (title: string) => {
    await page.waitForSelector(`#answer[data-answered=${JSON.stringify(title)}]`);
    return page.getAttribute("#answer", "data-words");
  };

  it("recognises the recordings that it has as in Node", async () => {
    expect(words.flat().length).toBeGreaterThan(0);
    const buttons = await page.$$("#recordings button");
    expect(buttons).toHaveLength(4);
    for (const [index, button] of buttons.entries()) {
      await button.click();
      expect(await answered(`recording ${index + 1}`)).toBe(words[index]!.join(" "));
    }
  });

  it("recognises a WAV file as in Node", async () => {
    for (const [index, { samples }] of recordings.entries()) {
      const bytes = Buffer.from(samples, "base64");
      const numbers = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
      const file = join(directory, `said-${index}.wav`);
      writeFileSync(file, wavOf(numbers, 8000));
      await page.setInputFiles("#file", file);
      expect(await answered(`said-${index}.wav`)).toBe(words[index]!.join(" "));
    }
    expect(await page.textContent("#said")).toBe("");
  });

  it("takes files of another sample rate, and says which it cannot read", async () => {
    const file = join(directory, "fast.wav");
    writeFileSync(file, wavOf(new Int16Array(44_100), 44_100));
    await page.setInputFiles("#file", file);
    await answered("fast.wav");
    expect(await page.textContent("#status")).toMatch(/^fast.wav: 0.98 s, recognised in \d+ ms.$/);
    writeFileSync(join(directory, "none.wav"), "RIFF");
    await page.setInputFiles("#file", join(directory, "none.wav"));
    await answered("none.wav");
    expect(await page.textContent("#status")).toBe("none.wav cannot be read: the bytes are no WAV file");
    writeFileSync(join(directory, "short.wav"), wavOf(new Int16Array(100), 8000));
    await page.setInputFiles("#file", join(directory, "short.wav"));
    expect(await answered("short.wav")).toBe("");
    expect(await page.textContent("#words")).toBe("too short");
  });

  it("records from a microphone", async () => {
    await page.click("#record");
    await page.waitForFunction("document.getElementById('status').textContent === 'Speak now.'");
    await page.waitForTimeout(600);
    await page.click("#record");
    await answered("your voice");
    expect(await page.textContent("#record")).toBe("Record");
    expect(await page.textContent("#status")).toMatch(/^your voice: \d\.\d\d s, recognised in \d+ ms.$/);
  });

  it("draws what was heard", async () => {
    await page.click("#recordings button");
    await answered("recording 1");
    const colours = await page.evaluate(`(() => {
      const picture = document.getElementById("picture");
      const { data } = picture.getContext("2d").getImageData(0, 0, picture.width, picture.height);
      return new Set(Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 4).join())).size;
    })()`);
    expect(colours).toBeGreaterThan(50);
  });

  it.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)("is whole and accessible, %s at %d pixels", async (colorScheme, width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.addScriptTag({ path: AXE });
    expect(await page.evaluate(audit, false)).toEqual([]);
    expect(await page.evaluate(overhang)).toBe(0);
  });

  it("asks nobody for anything and has no error", () => {
    expect(problems).toEqual([]);
  });
});
