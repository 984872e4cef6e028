import { mkdirSync } from "node:fs";
import { labelsOf } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { loadSpecialistsData } from "../../src/reproduce/load-specialists-data.ts";
import { type PartialSpecialistsSpec, resolveSpecialistsSpec } from "../../src/reproduce/specialists-spec.ts";

const inside = useTemporaryDirectory();
const load = (over: PartialSpecialistsSpec = {}, options = {}) =>
  loadSpecialistsData(resolveSpecialistsSpec({ dataset: "generated" }, over), { environment: {}, ...options });

test("loadSpecialistsData splits the validation set off the training set, the same way every time", async () => {
  const { training, validation, test } = await load({ trainSize: 600, validationSize: 60 });
  expect([training.rows.length, validation.rows.length, test.rows.length]).toEqual([540, 60, 1500]);
  const ids = new Set([...training.rows, ...validation.rows, ...test.rows]);
  expect(ids.size).toBe(2100);
  expect(new Set(labelsOf(validation)).size).toBe(12);
  expect((await load({ trainSize: 600, validationSize: 60 })).training.rows).toEqual(training.rows);
});

test("loadSpecialistsData says what does not fit, or where the files are missed", async () => {
  await expect(load({ trainSize: 5000 })).rejects.toThrow(new Error("spec: trainSize must be at most 2700, got 5000"));
  await expect(load({ validationSize: 2700 })).rejects.toThrow(
    new Error("spec: validationSize must be below the 2700 training examples, got 2700"),
  );
  await expect(load({ dataset: "emnist-byclass" })).rejects.toThrow(
    new Error("--data-dir: must name the directory of the EMNIST files, which are not downloaded (or use --smoke)"),
  );
  mkdirSync(inside("emnist-byclass-test"));
  await expect(load({ dataset: "emnist-byclass" }, { environment: { DARK_KNOWLEDGE_DATA: inside() } })).rejects.toThrow(
    `loadEmnistByClass: directory ${inside("emnist-byclass-test")} lacks `,
  );
  await expect(load({ dataset: "emnist-byclass" }, { dataDir: inside("given") })).rejects.toThrow(
    `loadEmnistByClass: directory ${inside("given")} lacks `,
  );
});
