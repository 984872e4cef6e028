import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { deriveSeed } from "../src/derive-seed.ts";
import { fold, numberOf, unfold } from "./seed-reference.ts";

const ANY_SEED = fc.oneof(fc.maxSafeNat(), fc.nat(300), fc.constant(Number.MAX_SAFE_INTEGER));

describe("deriveSeed(seed, purpose, …path)", () => {
  it("equals the same hash in big integers, and can be undone where name and path are known", () => {
    fc.assert(
      fc.property(
        ANY_SEED,
        fc.string({ minLength: 1 }),
        fc.array(ANY_SEED, { maxLength: 3 }),
        (seed, purpose, path) => {
          const steps = [numberOf(purpose), ...path.map(BigInt)];
          const derived = BigInt(deriveSeed(seed, purpose, ...path));
          expect(derived).toBe(steps.reduce(fold, fold(0x243f6a8885a3n, BigInt(seed))));
          // What came last is found again, and so is the seed: nothing that tells two of them apart is lost.
          const before = steps.reduceRight(unfold, derived);
          expect(unfold(before, BigInt(seed))).toBe(0x243f6a8885a3n);
        },
      ),
      { seed: 9, numRuns: 500 },
    );
  });

  it("never changes from one release to the next", () => {
    expect([deriveSeed(0, "order"), deriveSeed(1, "order"), deriveSeed(1, "order", 2, 3)]).toEqual([
      4653810805493590, 2242014406569321, 5608656152673408,
    ]);
  });

  it("gives other streams for other purposes, also where their numbers are alike", () => {
    const purposes = ["order", "dropout", "augmentation", "a", "b", "ab", "ba", "a\u0000", "Order"];
    const seeds = purposes.flatMap((purpose) => [
      deriveSeed(1, purpose),
      deriveSeed(1, purpose, 0),
      deriveSeed(1, purpose, 0, 0),
      deriveSeed(1, purpose, 1, 2),
      deriveSeed(1, purpose, 2, 1),
    ]);
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  it("gives different seeds to all steps of a path that share the rest, and to all seeds", () => {
    for (const derive of [(n: number) => deriveSeed(9, "order", 3, n), (n: number) => deriveSeed(n, "order", 3)]) {
      const seeds = Array.from({ length: 10_000 }, (_, step) => derive(step));
      expect(new Set(seeds).size).toBe(seeds.length);
      // Their lower 32 bits, as 32-bit consumers take them, are as good as drawn: about 10⁸ / 2³³ of them meet.
      expect(new Set(seeds.map((seed) => seed >>> 0)).size).toBeGreaterThan(9_998);
    }
    // These two were the same stream once.
    expect(deriveSeed(2206732111366323, "order")).not.toBe(deriveSeed(1632300685900684, "order"));
  });

  it("turns about half of the 53 bits when one bit of a number turns", () => {
    const turned: number[] = [];
    for (let bit = 0; bit < 53; bit++) {
      for (let number = 0; number < 50; number++) {
        const other = Number(BigInt(number) ^ (1n << BigInt(bit)));
        const difference = BigInt(deriveSeed(7, "order", number)) ^ BigInt(deriveSeed(7, "order", other));
        turned.push(difference.toString(2).replaceAll("0", "").length);
      }
    }
    // 2650 counts of mean 26.5 and standard deviation √13.25: their mean lies within 26.5 ± 0.07 in two cases of three.
    const mean = turned.reduce((sum, bits) => sum + bits, 0) / turned.length;
    expect(Math.abs(mean - 26.5)).toBeLessThan(0.3);
    expect(Math.min(...turned)).toBeGreaterThan(10);
  });

  it.each<[() => number, string]>([
    [() => deriveSeed(-1, "order"), "deriveSeed: seed must be an integer, at least 0, got -1"],
    [() => deriveSeed(0.5, "order"), "deriveSeed: seed must be an integer, at least 0, got 0.5"],
    [() => deriveSeed(2 ** 53, "order"), "deriveSeed: seed must be an integer, at least 0, got 9007199254740992"],
    [() => deriveSeed(1, ""), 'deriveSeed: purpose must be a name, such as "order", got ""'],
    [() => deriveSeed(1, 2 as never), 'deriveSeed: purpose must be a name, such as "order", got 2'],
    [() => deriveSeed(1, "order", 2, -3), "deriveSeed: path[1] must be an integer, at least 0, got -3"],
    [() => deriveSeed(1, "order", Number.NaN), "deriveSeed: path[0] must be an integer, at least 0, got NaN"],
  ])("refuses what is no such integer or name (%#)", (call, message) => {
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(expect.objectContaining({ message, code: "range" }));
  });
});
