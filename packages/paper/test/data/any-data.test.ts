import { expect, test } from "vitest";
import { ANY_DATA } from "../../src/data/any-data.ts";

const SPEC = { dataset: "digits", trainSize: 60, testSize: 20, validationSize: 10 } as const;

test("an experiment on any data says where its files are looked for, and what determines its examples", () => {
  expect(ANY_DATA.takesDirectory({ dataset: "mnist" })).toBe(true);
  for (const spec of [SPEC, { data: { path: "a.csv", label: "b" } }]) expect(ANY_DATA.takesDirectory(spec)).toBe(false);
  expect(ANY_DATA.identify({ data: { path: "a.csv", label: "b" } })).toEqual({ data: { label: "b" } });
  expect(ANY_DATA.identify(SPEC)).toEqual(SPEC);
});
