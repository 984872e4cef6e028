import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import {
  type ColumnParts,
  columnOf,
  counts,
  createDataset,
  type Dataset,
  encodeTable,
  hashedText,
  image,
  inputShape,
  tableRow,
  vocabulary,
  withTransform,
  words,
} from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, createRnn } from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHROMIUM, openBrowser } from "../src/open-browser.ts";

declare const askStudent: (
  url: string,
  raws: readonly unknown[],
  isCompiled: boolean,
) => Promise<readonly [string, readonly number[]][]>;

const ROWS = [
  { age: 20, job: "smith" },
  { age: 41.5, job: "baker" },
  { age: "", job: "poet" },
  { age: 33, job: null },
];
const TEXTS = ["Book a table for two", "ÄRGERLICH, nicht wahr? 🙃", "", "two tables for a book"];
const picture = (side: number) => ({
  width: side,
  height: side + 1,
  data: Uint8ClampedArray.from({ length: side * (side + 1) * 4 }, (_, at) => (at * 37) % 256),
});
const PICTURES = [picture(9), picture(4), picture(7), picture(8)];

const CASES: Readonly<Record<string, readonly [ColumnParts, readonly unknown[]]>> = {
  rows: [
    columnOf(
      ROWS,
      tableRow([
        { name: "age", type: "number" },
        { name: "job", type: "category", values: ["smith", "baker"] },
      ]),
    ),
    ROWS,
  ],
  pictures: [columnOf(PICTURES, image({ height: 5, width: 6, channels: 3, fit: "cover" })), PICTURES],
  texts: [columnOf(TEXTS, hashedText({ size: 500, words: [1, 2], characters: [2, 3] })), TEXTS],
  words: [columnOf(TEXTS, words()), TEXTS],
};

/** A net that reads word by word; the texts have fewer than 20 different ones. */
function createWordsNet(): ReturnType<typeof createMlp> {
  return createRnn({ cell: "gru", recurrentUnits: [8], featureCount: 6, tokenCount: 22, classCount: 3, seed: 3 });
}

function createVectorsNet(name: string, dataset: Dataset): ReturnType<typeof createMlp> {
  const embedding = name === "texts" ? { embeddingUnits: 6 } : {};
  return createMlp({ exampleShape: [...inputShape(dataset)], ...embedding, hiddenUnits: [8], classCount: 3, seed: 3 });
}

// Silences the advice that the cpu backend prints.
tf.env().set("PROD", true);

const inside = useTemporaryDirectory();
let browser: Browser;
let server: Server;
let script: string;
beforeAll(async () => {
  if (!CHROMIUM) return;
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("../src/ask-student.ts", import.meta.url))],
    ...{ bundle: true, write: false, platform: "browser", format: "iife", logLevel: "error" },
    conditions: ["@dark-knowledge/source"],
  });
  script = outputFiles[0]!.text;
  server = createServer(({ url = "/" }, response) => {
    if (url === "/favicon.ico") response.writeHead(404).end();
    else
      response.end(
        url === "/" ? "<!doctype html><title>student</title>" : readFileSync(inside("student", url.slice(1))),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  browser = await openBrowser();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  server?.close();
});

describe.skipIf(!CHROMIUM)("a student that was saved in Node", () => {
  // A recurrent net is not compiled.
  it.each([
    ...Object.keys(CASES).map((name) => [name, "with TensorFlow.js"]),
    ...["rows", "pictures", "texts"].map((name) => [name, "compiled"]),
  ] as const)("answers raw %s in Chromium as it does in Node, %s", async (name, way) => {
    const [column, raws] = CASES[name]!;
    const targets = { kind: "classes", labels: Int32Array.of(0, 1, 2, 0), classNames: ["a", "b", "c"] } as const;
    const stored = createDataset({ columns: { [name]: column }, targets });
    const fitted = {
      rows: () => encodeTable(stored),
      texts: () => counts({ size: 500, weighting: "unit" }),
      words: () => vocabulary(stored),
    }[name];
    const dataset = fitted === undefined ? stored : withTransform(stored, fitted());
    const model = name === "words" ? createWordsNet() : createVectorsNet(name, dataset);
    await saveStudent(model, inside("student"), { dataset });
    const student = await loadStudent(inside("student"));
    const answers = await student.predict(raws);
    student.dispose();
    model.dispose();

    const page = await browser.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    await page.addScriptTag({ content: script });
    // Pixels cross into the page as plain arrays, and are put back there.
    const plain = raws.map((raw) =>
      name === "pictures" ? { ...(raw as object), data: Array.from((raw as (typeof PICTURES)[0]).data) } : raw,
    );
    const found = await page.evaluate(
      ([url, given, isCompiled]) =>
        askStudent(
          url as string,
          (given as { data?: number[] }[]).map((raw) =>
            raw?.data ? { ...raw, data: Uint8ClampedArray.from(raw.data) } : raw,
          ),
          isCompiled as boolean,
        ),
      ["/", plain, way === "compiled"] as const,
    );
    await page.close();
    expect(found.map(([label]) => label)).toEqual(answers.map(({ label }) => label));
    const differences = found.flatMap(([, probs], row) => probs.map((prob, at) => prob - answers[row]!.probs[at]!));
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-5);
    expect(new Set(answers.map(({ prob }) => prob)).size).toBeGreaterThan(2);
  });
});
