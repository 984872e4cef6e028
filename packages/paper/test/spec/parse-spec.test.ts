import { expect, test } from "vitest";
import { z } from "zod";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { SpecError } from "../../src/spec/spec-error.ts";

const schema = z.strictObject({
  net: z.strictObject({
    epochs: z.int().min(1),
    share: z.number().gt(0).max(1).default(1),
    units: z.array(z.int()).min(1).optional(),
  }),
  dataset: z.enum(["mnist", "digits"]).optional(),
});

test("parseSpec fills in defaults", () => {
  expect(parseSpec(schema, { net: { epochs: 2 } })).toEqual({ net: { epochs: 2, share: 1 } });
});

test.each([
  [{ net: { epochs: 0 } }, "net.epochs must be at least 1, got 0"],
  [{ net: { epochs: 2.5 } }, "net.epochs must be a whole number, got 2.5"],
  [{ net: { epochs: "two" } }, 'net.epochs must be a number, got "two"'],
  [{ net: { epochs: 1, share: 0 } }, "net.share must be above 0, got 0"],
  [{ net: { epochs: 1, share: 2 } }, "net.share must be at most 1, got 2"],
  [{ net: { epochs: 1, share: Number.POSITIVE_INFINITY } }, "net.share must be a number, got null"],
  [{ net: { epochs: 1, units: [] } }, "net.units must have at least 1 element, got []"],
  [{ net: { epochs: 1, units: [1, "x"] } }, 'net.units.1 must be a number, got "x"'],
  [{ net: { epochs: 1, epoch: 3 } }, "net.epoch is not a field (did you mean epochs?), got 3"],
  [{ net: { epochs: 1 }, alpha: 1 }, "alpha is not a field, got 1"],
  [{ net: { epochs: 1 }, dataset: "mnst" }, 'dataset must be one of mnist, digits (did you mean mnist?), got "mnst"'],
  [{}, "net must be an object, got nothing"],
  [null, "must be an object, got null"],
  [[], "must be an object, got []"],
  [5, "must be an object, got 5"],
])("parseSpec refuses %j", (given, message) => {
  expect(() => parseSpec(schema, given)).toThrow(new SpecError("", "", "").constructor as typeof SpecError);
  expect(() => parseSpec(schema, given)).toThrow(`spec: ${message}`);
});

test("a value is shown in a short line, however long or deep it is", () => {
  let deep: unknown = 1;
  for (let level = 0; level < 1e5; level++) deep = [deep];
  for (const value of ["x".repeat(1e6), deep]) {
    const error = (() => {
      try {
        return parseSpec(schema, { net: { epochs: value } });
      } catch (thrown) {
        return thrown as SpecError;
      }
    })() as SpecError;
    expect(error.message.length).toBeLessThan(200);
    expect(error.path).toBe("net.epochs");
  }
});
