import { datasetSize } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { loadData } from "../../src/data/load-data.ts";
import { dataSource } from "../fixtures/data-source.ts";

const SPEC = { dataset: "digits", trainSize: 60, testSize: 20, validationSize: 10 } as const;

test("a named dataset is cut to its sizes", async () => {
  const { training, validation, test: held } = await loadData(SPEC, dataSource());
  expect([training, validation!, held].map(datasetSize)).toEqual([50, 10, 20]);
});

test("more than there is, is refused", async () => {
  await expect(loadData({ ...SPEC, validationSize: 60 }, dataSource())).rejects.toThrow("spec: validationSize must be");
});
