import { datasetSize } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { loadSpecialistsData } from "../../src/specialists/load-specialists-data.ts";
import { resolveSpecialistsSpec } from "../../src/specialists/specialists-spec.ts";
import { dataSource } from "../fixtures/data-source.ts";

const load = (over: object) =>
  loadSpecialistsData(resolveSpecialistsSpec({ dataset: "generated", ...over }), dataSource());

test("the validation set is split off the training set", async () => {
  const { training, validation, test: held } = await load({ trainSize: 600, validationSize: 200 });
  expect([training, validation!, held].map(datasetSize)).toEqual([400, 200, 1500]);
  expect(new Set([...training.rows, ...validation!.rows]).size).toBe(600);
});

test.each([
  [{ trainSize: 2701 }, "spec: trainSize must be at most 2700, got 2701"],
  [{ validationSize: 2700 }, "spec: validationSize must be below the 2700 training examples, got 2700"],
])("%o is refused", async (over, message) => {
  await expect(load(over)).rejects.toThrow(message);
});

test("characters need a folder", async () => {
  const spec = resolveSpecialistsSpec({});
  await expect(loadSpecialistsData(spec, dataSource())).rejects.toThrow(
    "spec: dataset must be one that can be downloaded",
  );
});
