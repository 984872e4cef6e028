import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createStudent, type Student } from "@dark-knowledge/training";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit, overhang } from "../src/in-page.ts";
import { CHROMIUM, openBrowser } from "../src/open-browser.ts";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
tf.env().set("PROD", true);

let browser: Browser;
beforeAll(async () => {
  if (CHROMIUM) browser = await openBrowser();
});
afterAll(() => browser?.close());

describe.skipIf(!CHROMIUM).each([
  ["intents", ["set an alarm for seven", "What's my balance?", "ÄRGERLICH, nicht wahr? 🙃", "is the earth flat"]],
  [
    "languages",
    ["#!/bin/sh if [ -f /etc/passwd ]; then echo yes; fi", "<?php echo $names['a'];", "12 eggs, a pinch of salt"],
  ],
])("the page of the student of %s, from a file", (name, texts) => {
  const file = fileURLToPath(new URL(`../../../reports/${name}/student.html`, import.meta.url));
  let page: Page;
  let student: Student;
  const problems: string[] = [];
  beforeAll(async () => {
    const [, json] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(file, "utf8"))!;
    const { description, weights, modelTopology, weightSpecs } = JSON.parse(json!);
    const weightData = new Uint8Array(Buffer.from(weights, "base64")).buffer;
    const model = await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    student = createStudent(model, description);
    page = await browser.newPage();
    page.on("pageerror", ({ message }) => problems.push(message));
    page.on("console", (message) => problems.push(message.text()));
    page.on("request", (request) => request.url().startsWith("file:") || problems.push(request.url()));
    await page.goto(`file://${file}`);
    await page.waitForSelector("#answer[data-answered]");
  });
  afterAll(async () => {
    await page?.close();
    student?.dispose();
  });

  it.each(texts)("answers %j as in Node", async (text) => {
    await page.fill("#field", text);
    await page.waitForSelector(`#answer[data-answered=${JSON.stringify(text)}]`);
    const shown = await page.$$eval("#bars li", (items) =>
      items.map((item) => {
        const { dataset, firstChild } = item as unknown as {
          dataset: { prob: string };
          firstChild: { textContent: string };
        };
        return [firstChild.textContent, Number(dataset.prob)] as const;
      }),
    );
    const [answer] = await student.predict([text]);
    const own = Array.from(
      answer!.probs,
      (prob, label) => [student.description.classNames[label]!.replaceAll("_", " "), prob] as const,
    )
      .sort(([, one], [, other]) => other - one)
      .slice(0, 5);
    expect(shown.map(([label]) => label)).toEqual(own.map(([label]) => label));
    expect(Math.max(...shown.map(([, prob], place) => Math.abs(prob - own[place]![1])))).toBeLessThan(1e-5);
  });

  it("says of which it is unsure, in words", async () => {
    const states = [];
    for (const text of [texts[0]!, texts.at(-1)!, "  "]) {
      await page.fill("#field", text);
      await page.waitForSelector(`#answer[data-answered=${JSON.stringify(text)}]`);
      states.push(await page.getAttribute("#answer", "data-state"));
    }
    expect(states).toEqual(["sure", "unsure", "empty"]);
  });

  it.each([
    ["light", 1280],
    ["dark", 390],
  ] as const)("is whole and accessible, %s at %d pixels", async (colorScheme, width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.fill("#field", texts.at(-1)!);
    await page.addScriptTag({ path: AXE });
    expect(await page.evaluate(audit, false)).toEqual([]);
    expect(await page.evaluate(overhang)).toBe(0);
  });

  it("asks nobody for anything and has no error", () => {
    expect(problems).toEqual([]);
  });
});
