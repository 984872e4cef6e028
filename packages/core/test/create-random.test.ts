import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { createRandom, type Random, type RandomState, restoreRandom } from "../src/create-random.ts";
import { fold, mix, unfold, unmix } from "./seed-reference.ts";

const MASK = 0xffffffffn;

/** xoshiro128** written again, from the published recurrence, in big integers. */
function referenceWords(state: RandomState, count: number): number[] {
  const MASK = 0xffffffffn;
  const rotate = (word: bigint, by: bigint) => ((word << by) | (word >> (32n - by))) & MASK;
  const s = state.map(BigInt) as [bigint, bigint, bigint, bigint];
  return Array.from({ length: count }, () => {
    const word = (rotate((s[1] * 5n) & MASK, 7n) * 9n) & MASK;
    const shifted = (s[1] << 9n) & MASK;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    s[3] = rotate(s[3], 11n);
    return Number(word);
  });
}

const times = <Value>(count: number, draw: () => Value): Value[] => Array.from({ length: count }, draw);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's χ² of counts that should be equal. */
function chiSquare(counts: readonly number[]): number {
  const expected = meanOf(counts);
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("Random.uint32()", () => {
  it.each<[RandomState]>([[[1, 2, 3, 4]], [[0, 0, 0, 1]], [[4294967295, 4294967295, 4294967295, 4294967295]]])(
    "equals xoshiro128** in big integers from state %j",
    (state) => {
      const random = restoreRandom(state);
      expect(times(1000, random.uint32)).toEqual(referenceWords(state, 1000));
    },
  );

  it("begins with 11520, 0, 5927040, 70819200 from state 1, 2, 3, 4", () => {
    // First word: s1 = 2; 2·5 = 10, rotated left by 7 = 1280, ·9 = 11520. Then s1 = 2 ^ (3 ^ 1) = 0 gives 0.
    expect(times(4, restoreRandom([1, 2, 3, 4]).uint32)).toEqual([11520, 0, 5927040, 70819200]);
  });
});

describe("createRandom(seed)", () => {
  it("takes its state from the seed so that the seed can be found again: no two seeds share a stream", () => {
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), fc.nat(300)), (seed) => {
        const state = createRandom(seed).state();
        const [one, two] = [fold(1n, BigInt(seed)), fold(2n, BigInt(seed))];
        expect(state.map(BigInt)).toEqual([one & MASK, mix(one >> 32n), two & MASK, mix((two >> 32n) + 2n ** 31n)]);
        const found = unfold(BigInt(state[0]) | (unmix(BigInt(state[1])) << 32n), BigInt(seed));
        expect(found).toBe(1n);
        expect(state[3]).toBeGreaterThan(0);
      }),
      { seed: 4, numRuns: 500 },
    );
    const state = createRandom(42).state();
    expect(times(100, createRandom(42).uint32)).toEqual(referenceWords(state, 100));
  });

  it("never changes from one release to the next", () => {
    expect([createRandom(0), createRandom(1), createRandom(2 ** 53 - 1)].map((random) => random.uint32())).toEqual([
      1809410075, 311023462, 261604337,
    ]);
  });

  it("gives equal streams for equal seeds and others for others", () => {
    const streams = [0, 1, 2, 2 ** 32, Number.MAX_SAFE_INTEGER].map((seed) => times(4, createRandom(seed).uint32));
    expect(times(4, createRandom(1).uint32)).toEqual(streams[1]);
    expect(new Set(streams.flat()).size).toBe(20);
  });

  it.each<[unknown, string]>([
    [-1, "-1"],
    [1.5, "1.5"],
    [2 ** 53, "9007199254740992"],
    [undefined, "undefined"],
    ["7", '"7"'],
  ])("refuses seed %s", (seed, received) => {
    expect(() => createRandom(seed as number)).toThrow(ArgumentError);
    expect(() => createRandom(seed as number)).toThrow(
      expect.objectContaining({ message: `createRandom: seed must be an integer, at least 0, got ${received}` }),
    );
  });
});

describe("Random.uniform()", () => {
  it("joins 27 bits of one word and 26 of the next", () => {
    const words = referenceWords([1, 2, 3, 4], 20).map(BigInt);
    const random = restoreRandom([1, 2, 3, 4]);
    for (let index = 0; index < 20; index += 2) {
      const bits = ((words[index]! >> 5n) << 26n) | (words[index + 1]! >> 6n);
      expect(random.uniform()).toBe(Number(bits) / 2 ** 53);
    }
  });

  it("fills [0, 1) evenly", () => {
    const draws = times(100_000, createRandom(1).uniform);
    expect(Math.min(...draws.slice(0, 10_000))).toBeGreaterThanOrEqual(0);
    expect(draws.every((draw) => draw >= 0 && draw < 1)).toBe(true);
    const counts = new Array<number>(100).fill(0);
    for (const draw of draws) counts[Math.floor(draw * 100)]!++;
    // χ² with 99 degrees of freedom exceeds 149 once in a thousand streams; this stream is always the same.
    expect(chiSquare(counts)).toBeLessThan(149);
    expect(chiSquare(counts)).toBeGreaterThan(60);
  });

  it("shows no correlation between neighbours, nor between the streams of neighbouring seeds", () => {
    const [one, other] = [createRandom(1), createRandom(2)].map((random) => times(50_000, random.uniform)) as [
      number[],
      number[],
    ];
    const correlation = (pairs: [number, number][]) => 12 * meanOf(pairs.map(([x, y]) => (x - 0.5) * (y - 0.5)));
    const neighbours = one.slice(1).map((draw, index): [number, number] => [one[index]!, draw]);
    const streams = one.map((draw, index): [number, number] => [draw, other[index]!]);
    // The standard deviation of either is 1 / √50000 = 0.0045.
    expect(Math.abs(correlation(neighbours))).toBeLessThan(0.015);
    expect(Math.abs(correlation(streams))).toBeLessThan(0.015);
  });
});

describe("Random.integer(bound)", () => {
  it("fills 0 … bound − 1 evenly", () => {
    const random = createRandom(3);
    const counts = new Array<number>(7).fill(0);
    for (let draw = 0; draw < 70_000; draw++) counts[random.integer(7)]!++;
    // χ² with 6 degrees of freedom exceeds 22.5 once in a thousand.
    expect(chiSquare(counts)).toBeLessThan(22.5);
  });

  it("draws again where a remainder would be likelier than the others", () => {
    // 2³² mod (3 · 2³⁰) = 2³⁰: words below 2³⁰ are passed over, and the rest taken modulo the bound.
    const bound = 3 * 2 ** 30;
    const words = referenceWords([1, 2, 3, 4], 200).filter((word) => word >= 2 ** 30);
    const random = restoreRandom([1, 2, 3, 4]);
    expect(times(100, () => random.integer(bound))).toEqual(words.slice(0, 100).map((word) => word % bound));
  });

  it("is 0 for 1 and a whole word for 2³²", () => {
    expect(createRandom(1).integer(1)).toBe(0);
    expect(restoreRandom([1, 2, 3, 4]).integer(2 ** 32)).toBe(11520);
  });

  it.each([0, -1, 2.5, 2 ** 32 + 1, Number.NaN])("refuses bound %d", (bound) => {
    expect(() => createRandom(1).integer(bound)).toThrow(
      `Random.integer: bound must be an integer, at least 1 and at most 4294967296, got ${bound}`,
    );
  });
});

describe("Random.normal()", () => {
  it("is Box and Muller's transform of the next two uniforms", () => {
    const uniforms = restoreRandom([5, 6, 7, 8]);
    const [u, v] = [uniforms.uniform(), uniforms.uniform()];
    const expected = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
    expect(restoreRandom([5, 6, 7, 8]).normal()).toBe(expected);
  });

  it("has the moments and the tails of the standard normal distribution", () => {
    const draws = times(100_000, createRandom(11).normal);
    const moment = (power: number) => meanOf(draws.map((draw) => draw ** power));
    // Standard deviations over 100,000 draws: 0.0032, 0.0045, 0.0122 and 0.031.
    expect(Math.abs(moment(1))).toBeLessThan(0.012);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.018);
    expect(Math.abs(moment(3))).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.12);
    // P(|x| > 1.96) = 0.05
    expect(draws.filter((draw) => Math.abs(draw) > 1.959964).length / draws.length).toBeCloseTo(0.05, 2);
  });

  it("is 0 where the uniform is 0", () => {
    // s1 is 0 twice when s0 = s2, so both words are 0.
    expect(restoreRandom([1, 0, 1, 0]).uniform()).toBe(0);
    expect(Math.abs(restoreRandom([1, 0, 1, 0]).normal())).toBe(0);
  });
});

describe("Random.permutation(length)", () => {
  it.each([0, 1, 2, 1000])("holds each of the integers below %d once", (length) => {
    const order = createRandom(5).permutation(length);
    expect(order).toBeInstanceOf(Int32Array);
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length }, (_, index) => index));
  });

  it("takes every order equally often", () => {
    const random = createRandom(8);
    const counts = new Map<string, number>();
    for (let draw = 0; draw < 24_000; draw++) {
      const order = random.permutation(4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    // χ² with 23 degrees of freedom exceeds 49.7 once in a thousand.
    expect(chiSquare([...counts.values()])).toBeLessThan(49.7);
  });

  it.each([-1, 1.5, 2 ** 31])("refuses length %d", (length) => {
    expect(() => createRandom(1).permutation(length)).toThrow(
      `Random.permutation: length must be an integer, at least 0 and at most 2147483647, got ${length}`,
    );
  });
});

describe("restoreRandom(state)", () => {
  const draws: [string, (random: Random) => unknown][] = [
    ["uint32", (random) => random.uint32()],
    ["uniform", (random) => random.uniform()],
    ["integer", (random) => random.integer(10)],
    ["normal", (random) => random.normal()],
    ["permutation", (random) => Array.from(random.permutation(10))],
  ];

  it.each(draws)("goes on exactly where the state was taken after %s", (_, draw) => {
    const random = createRandom(21);
    times(3, () => draw(random));
    const state = JSON.parse(JSON.stringify(random.state())) as RandomState;
    const expected = times(20, () => draw(random));
    const again = restoreRandom(state);
    expect(times(20, () => draw(again))).toEqual(expected);
    expect(again.state()).toEqual(random.state());
  });

  it("reads a state without changing it, and a state does not change with the stream", () => {
    const random = createRandom(4);
    const state = Object.freeze(random.state());
    const copy = [...state];
    random.uint32();
    restoreRandom(state).uint32();
    expect(state).toEqual(copy);
    expect(random.state()).not.toEqual(copy);
  });

  it.each<[unknown, string]>([
    [[0, 0, 0, 0], "[0, 0, 0, 0]"],
    [[1, 2, 3], "an array of length 3"],
    [[1, 2, 3, 4, 5], "an array of length 5"],
    [[1, 2, 3, -1], "[1, 2, 3, -1]"],
    [[1, 2, 3, 2 ** 32], "[1, 2, 3, 4294967296]"],
    [[1, 2, 3, 0.5], "[1, 2, 3, 0.5]"],
    [[1, 2, 3, "4"], '[1, 2, 3, "4"]'],
    [Object.assign(new Array(4), { 0: 1 }), "[1, undefined, undefined, undefined]"],
    [null, "null"],
    [{ length: 4 }, "an object"],
  ])("refuses %j", (state, received) => {
    const call = () => restoreRandom(state as RandomState);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(
      expect.objectContaining({
        message: `restoreRandom: state must be four unsigned 32-bit integers, not all zero, got ${received}`,
        code: "state",
      }),
    );
  });
});
