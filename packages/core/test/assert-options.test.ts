import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError, assertOptions } from "../src/index.ts";

interface Options {
  readonly temperature: number;
  readonly softWeight?: number;
  readonly hardWeight?: number;
  readonly seed?: number;
}

const NAMES = { temperature: true, softWeight: true, hardWeight: true, seed: true } as const;
const INSTEAD = { alpha: "use softWeight and hardWeight" };

function messageFor(options: unknown): string {
  try {
    assertOptions<Options>("soften", options, NAMES, INSTEAD);
  } catch (error) {
    if (ArgumentError.is(error)) return error.message;
    throw error;
  }
  return "none";
}

describe("assertOptions(functionName, options, names)", () => {
  it("takes known names, also with undefined behind them, and no names at all", () => {
    expect(messageFor({ temperature: 1, seed: undefined })).toBe("none");
    expect(messageFor({})).toBe("none");
  });

  it.each([
    ["temprature", "temperature"],
    ["Temperature", "temperature"],
    ["tempreature", "temperature"],
    ["softweigth", "softWeight"],
    ["sede", "seed"],
    ["eed", "seed"],
  ])("suggests for %s the name %s", (written, meant) => {
    expect(messageFor({ temperature: 1, [written]: 2 })).toBe(
      `soften: options must have known names only (did you mean "${meant}"?), got "${written}"`,
    );
  });

  it("refuses an unknown name whatever its value", () => {
    expect(messageFor({ temprature: undefined })).toContain('got "temprature"');
  });

  it("gives advice for a name from elsewhere", () => {
    expect(messageFor({ alpha: 0.9 })).toBe(
      'soften: options must have known names only (use softWeight and hardWeight), got "alpha"',
    );
  });

  it("names options within options", () => {
    const check = () => assertOptions<Options>("train", { sed: 1 }, NAMES, {}, "validation");
    expect(check).toThrow('train: validation must have known names only (did you mean "seed"?), got "sed"');
  });

  it("lists the names where none is near, also for those of every object", () => {
    const listed = "soften: options must have known names only (temperature, softWeight, hardWeight, seed), got";
    expect(messageFor({ verbose: true })).toBe(`${listed} "verbose"`);
    expect(messageFor({ toString: 1 })).toBe(`${listed} "toString"`);
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["wasm", '"wasm"'],
    [[4], "an array of length 1"],
    [() => 4, "a function"],
  ])("refuses %s in place of an object", (options, received) => {
    expect(messageFor(options)).toBe(`soften: options must be an object, got ${received}`);
  });

  it("finds the name again when one letter is lost, doubled, replaced or swapped", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("temperature", "softWeight", "hardWeight", "seed"),
        fc.nat(),
        fc.constantFrom("lost", "doubled", "replaced", "swapped"),
        (name, place, change) => {
          const at = place % name.length;
          const [before, after] = [name.slice(0, at), name.slice(at + 1)];
          const written = {
            lost: before + after,
            doubled: before + name[at] + name[at] + after,
            replaced: `${before}§${after}`,
            swapped: before + after.slice(0, 1) + name[at] + after.slice(1),
          }[change];
          fc.pre(written.toLowerCase() !== name.toLowerCase());
          expect(messageFor({ [written]: 1 })).toContain(`did you mean "${name}"?`);
        },
      ),
      { seed: 1 },
    );
  });
});
