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

test.each([
  ["objects", (inner: unknown) => ({ teacher: inner }), "teacher.teacher.teacher"],
  ["lists", (inner: unknown) => [inner], "hidden.0.0"],
])("%s that are nested too deeply for any stack are refused", (_, nest, path) => {
  let deep: unknown = 1;
  for (let level = 0; level < 1e5; level++) deep = nest(deep);
  const part = path.startsWith("hidden") ? { hidden: deep } : deep;
  expect(() => mergeAll([part])).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(`^spec: ${path} must be nested at most 20 deep, got .{1,80}$`),
    }),
  );
});
