import { datasetSize, inputShape, labelsOf } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import type { SpecParts } from "../../src/experiment.ts";
import { resolveIntentsSpec } from "../../src/intents/intents-spec.ts";
import { loadIntentsData } from "../../src/intents/load-intents-data.ts";
import { dataSource } from "../fixtures/data-source.ts";

const load = (parts: SpecParts) => loadIntentsData(resolveIntentsSpec({ dataset: "generated" }, parts), dataSource());

test("the parts are views of one storage, whose ids are those of the sentences", async () => {
  const { training, choosing, test: tested, outside, sentences } = await load({});
  const parts = [training, choosing, tested, outside];
  expect(parts.map(datasetSize)).toEqual([480, 120, 200, 60]);
  expect(parts.flatMap(({ rows }) => [...rows])).toEqual(Array.from(sentences.keys()));
  expect(inputShape(training)).toEqual([512]);
  expect(new Set(labelsOf(outside))).toEqual(new Set([-1]));
});

test("choices are measured on the validation set", async () => {
  const { choosing, test: tested } = await load({ measuredOn: "validation" });
  expect(tested.rows).toEqual(choosing.rows);
});

test("CLINC-150 needs a folder", async () => {
  await expect(loadIntentsData(resolveIntentsSpec(), dataSource())).rejects.toThrow(
    "spec: dataset must be generated if no folder with the files of CLINC-150 is given, got clinc150",
  );
});
