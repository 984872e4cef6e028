import { expect, test } from "vitest";
import { z } from "zod";
import { mergeParts, parseSpec } from "../src/parse-spec.ts";

test("mergeParts merges objects, replaces all else, and leaves alone what is undefined", () => {
  const base = { a: 1, net: { units: [1, 2], epochs: 3 } };
  const over = { a: undefined, net: { units: [4] } } as unknown as typeof base;
  expect(mergeParts(base, over)).toEqual({ a: 1, net: { units: [4], epochs: 3 } });
  expect(base.net.units).toEqual([1, 2]);
});

test("parseSpec names the field, what was expected and what came", () => {
  const schema = z.strictObject({ net: z.strictObject({ epochs: z.int().min(1) }) });
  expect(parseSpec(schema, { net: { epochs: 2 } })).toEqual({ net: { epochs: 2 } });
  expect(() => parseSpec(schema, { net: { epochs: 0 } })).toThrow(
    "spec: net.epochs: Too small: expected number to be >=1, got 0",
  );
  expect(() => parseSpec(schema, { net: { epochs: 1 }, more: 1 })).toThrow('spec: Unrecognized key: "more", got {');
});
