import { expect, test } from "vitest";
import { z } from "zod";
import { resolveParts } from "../../src/spec/resolve-parts.ts";

const schema = z.strictObject({ size: z.int(), net: z.strictObject({ hidden: z.array(z.int()), epochs: z.int() }) });
const defaultsFor = ({ size = 3 }: { size?: unknown }) => ({ size, net: { hidden: [Number(size)], epochs: 1 } });

test("later parts are merged over earlier ones, and both over defaults that know them", () => {
  expect(resolveParts(schema, [], defaultsFor)).toEqual({ size: 3, net: { hidden: [3], epochs: 1 } });
  const parts = [{ size: 4, net: { epochs: 2 } }, { size: 5 }];
  expect(resolveParts(schema, parts, defaultsFor)).toEqual({ size: 5, net: { hidden: [5], epochs: 2 } });
});

test("the first wrong field is named", () => {
  expect(() => resolveParts(schema, [{ net: { epochs: "x" } }], defaultsFor)).toThrow("spec: net.epochs must be");
});
