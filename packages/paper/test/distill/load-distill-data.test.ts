import { mkdirSync, writeFileSync } from "node:fs";
import { datasetSize, generatedDigits } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import { rawRows } from "../../src/data/raw-rows.ts";
import { resolveDistillSpec } from "../../src/distill/distill-spec.ts";
import { loadDistillData } from "../../src/distill/load-distill-data.ts";
import type { SpecParts } from "../../src/experiment.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();
const load = (over: SpecParts) => loadDistillData(tinySpec(over), dataSource());

test("the validation set is split off the training set, in memory that threads share", async () => {
  const { training, validation, test: held } = await load({});
  expect([training, validation!, held].map(datasetSize)).toEqual([250, 50, 100]);
  expect(new Set([...training.rows, ...validation!.rows]).size).toBe(300);
  expect(training.columns.features!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  // What was chosen by somebody was chosen on other digits.
  expect(training).not.toEqual(generatedDigits({ trainSize: 300, testSize: 100, seed: 1 }).train);
});

test("there need be none", async () => {
  expect(await load({ validationSize: 0 })).not.toHaveProperty("validation");
});

test.each([
  [{ omit: [10] }, "spec: omit must name classes from 0 to 9, got 10"],
  [{ validationSize: 300 }, "spec: validationSize must be below the 300 training examples, got 300"],
  [{ transferSize: 251 }, "spec: transferSize must be at most 250, got 251"],
  [{ omit: [3], transferSize: 250 }, "spec: transferSize must be at most 22"],
])("%o is refused before anything is trained", async (over, message) => {
  await expect(load(over)).rejects.toThrow(message);
});

test("only data of one's own has rows that a command could learn from: of a table, of texts, or paths of files", async () => {
  const rows = ["good", "bad", "good day", "bad day"].map((text) => `${text.slice(0, 3)},${text}`);
  writeFileSync(inside("texts.csv"), ["kind,text", ...rows].join("\n"));
  const data = { path: inside("texts.csv"), label: "kind", text: "text", textFeatures: 16 };
  const learner = { teacher: { kind: "external", from: "cmd: a" }, folds: 2 };
  const { training } = await loadDistillData(resolveDistillSpec({ data, ...learner, testSize: 2 }), dataSource());
  expect(training.rows).toHaveLength(2);
  for (const kind of ["good", "bad"]) {
    for (const folder of ["pictures", "others"]) {
      mkdirSync(inside(folder, kind), { recursive: true });
      const png = encode({ width: 2, height: 2, channels: 1, data: new Uint8Array(4) });
      for (const name of ["1.png", "2.png"]) writeFileSync(inside(folder, kind, name), png);
    }
  }
  const path = { path: inside("pictures"), test: inside("others") };
  const pictures = await loadDistillData(resolveDistillSpec({ ...learner, data: path }), dataSource());
  expect(rawRows(pictures.training)![2]).toEqual({ file: inside("pictures", "good", "1.png") });
  expect(rawRows(pictures.test)![1]).toEqual({ file: inside("others", "bad", "2.png") });
  const { transferSize: _, ...whole } = tinySpec({ teacher: learner.teacher });
  await expect(loadDistillData({ ...whole, folds: 2 }, dataSource())).rejects.toThrow(
    "spec: folds must be left out where the data is not your own, got 2",
  );
});

test("a teacher from elsewhere gives no variances", async () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row * 10},${row}`);
  writeFileSync(inside("prices.csv"), ["price,age", ...rows].join("\n"));
  const data = { path: inside("prices.csv"), label: "price", task: "numbers", variances: true };
  const teacher = { kind: "external", from: "cmd: a" };
  await expect(loadDistillData(resolveDistillSpec({ data, teacher, testSize: 8 }), dataSource())).rejects.toThrow(
    "spec: data.variances must be left out where the teacher is from elsewhere, which gives numbers alone, got true",
  );
});

test("sequences are not mixed, which is said before anything is trained", async () => {
  writeFileSync(
    inside("words.csv"),
    ["kind,text", ...Array.from({ length: 20 }, (_, row) => `${row % 2},a b ${row}`)].join("\n"),
  );
  const spec = { data: { path: inside("words.csv"), label: "kind", text: "text" }, student: { kind: "gru" } };
  await expect(loadDistillData(resolveDistillSpec(spec), dataSource())).resolves.toBeDefined();
  await expect(loadDistillData(resolveDistillSpec(spec, { mixup: 1 }), dataSource())).rejects.toThrow(
    "spec: mixup must be left out for sequences and tokens, which cannot be mixed, got 1",
  );
});
