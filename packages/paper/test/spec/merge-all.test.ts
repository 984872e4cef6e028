import { expect, test } from "vitest";
import { mergeAll } from "../../src/spec/merge-all.ts";

test("later parts go over earlier ones, field by field", () => {
  const parts = [{ seeds: [1], net: { epochs: 1, batchSize: 2 } }, {}, { net: { epochs: 3, batchSize: undefined } }];
  expect(mergeAll(parts)).toEqual({ seeds: [1], net: { epochs: 3, batchSize: 2 } });
  expect(mergeAll([])).toEqual({});
});

test.each([[null], [[]], [5], ["text"], [undefined]])("a part that is %j is refused", (part) => {
  expect(() => mergeAll([{}, part])).toThrow(/^spec: must be an object, got /);
});
