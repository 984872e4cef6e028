import { expect, it } from "vitest";
import { seedsOf } from "../../src/specialists/specialists-extras.ts";
import { SPECIALISTS_RECORD } from "../fixtures/make-specialists-record.ts";

it("seedsOf(record) are the seeds of its extras", () => {
  expect(seedsOf(SPECIALISTS_RECORD).map(({ seed }) => seed)).toEqual([1, 2]);
});

it.each([
  [undefined, "undefined"],
  [{ seeds: [] }, "an array of length 0"],
])("seedsOf(record) refuses extras of %j", (extras, received) => {
  const { extras: _, ...bare } = SPECIALISTS_RECORD;
  expect(() => seedsOf(extras ? { ...bare, extras } : bare)).toThrow(
    `seedsOf: record.extras.seeds must be an array of seeds, got ${received}`,
  );
});
