import { expect, test } from "vitest";
import { z } from "zod";
import { checkData, createDataFields, DATA_VARIANTS, dataDefaults } from "../../src/data/data-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";

const schema = checkData(z.strictObject(createDataFields()));

test("sizes shrink with a given training set; one's own data has none", () => {
  expect(dataDefaults({})).toEqual({ dataset: "digits", trainSize: 6500, testSize: 4000, validationSize: 500 });
  expect(dataDefaults({ trainSize: 300 })).toMatchObject({ validationSize: 30 });
  expect(dataDefaults({ dataset: "mnist" })).toEqual({ dataset: "mnist", validationSize: 1000 });
  expect(dataDefaults({ dataset: "mnist", trainSize: 55 })).toMatchObject({ validationSize: 5 });
  expect(dataDefaults({ data: { path: "a.csv", label: "b" } })).toEqual({});
});

test("every variant has the fields of a specification", () => {
  for (const { given } of DATA_VARIANTS) expect(parseSpec(schema, { ...dataDefaults(given), ...given })).toBeDefined();
});

test.each([
  [{ dataset: "mnist", data: { path: "a.csv", label: "b" } }, "spec: dataset must be left out where there is data"],
  [{ dataset: "digits", trainSize: 10 }, "spec: trainSize must be given with testSize for generated digits"],
  [{ dataset: "mnist", testSize: 0 }, "spec: testSize must be at least 1, got 0"],
])("%o is refused", (given, message) => {
  expect(() => parseSpec(schema, given)).toThrow(message);
});
