import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dropoutMask } from "../src/internal/operations/dropout-mask.ts";
import { restoreWasm } from "../src/repair-wasm.ts";
import { seededDropout } from "../src/seeded-dropout.ts";
import { selectBackend } from "../src/select-backend.ts";
import { numbers } from "./repaired-wasm.ts";

/** Reference numbers of MurmurHash3's 32-bit finaliser without a key: of 0, of 1. */
function finaliser(h: bigint): bigint {
  const mask = 0xffffffffn;
  h = ((h ^ (h >> 16n)) * 0x85ebca6bn) & mask;
  h = ((h ^ (h >> 13n)) * 0xc2b2ae35n) & mask;
  return h ^ (h >> 16n);
}

describe.each(["cpu", "wasm"] as const)("seededDropout on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name] });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it.each([1, 2, 3, 5, 8, 1023])("keeps, of %d elements, those that the seed keeps, scaled up", (size) => {
    for (const [rate, seed] of [
      [0.5, 1],
      [0.2, 2 ** 32 - 1],
      [0.9, 123456789],
    ] as const) {
      const x = numbers([size]);
      const dropped = tf.tidy(() => seededDropout(x, { rate, seed }).dataSync());
      const mask = dropoutMask(size, rate, seed);
      expect(dropped).toBeAllClose(
        x.dataSync().map((value, index) => value * mask[index]!),
        { rtol: 1e-6 },
      );
      x.dispose();
    }
  });

  it("draws by the finaliser of MurmurHash3 when the seed is 0", () => {
    const mask = tf.tidy(() => seededDropout(tf.ones([50]), { rate: 0.3, seed: 0 }).dataSync());
    const kept = Array.from(mask, (_, index) => finaliser((BigInt(index) * 0x9e3779b9n) & 0xffffffffn));
    expect(Array.from(mask, (value) => value > 0)).toEqual(
      kept.map((hash) => hash >= BigInt(Math.floor(0.3 * 2 ** 32))),
    );
  });

  it("drops the gradient of what it drops", () => {
    const x = numbers([40]);
    const options = { rate: 0.4, seed: 7 };
    const gradient = tf.tidy(() =>
      tf
        .grad((input) => tf.sum(tf.mul(seededDropout(input, options), 3)))(x)
        .dataSync(),
    );
    expect(gradient).toBeAllClose(dropoutMask(40, 0.4, 7).map((scale) => 3 * scale));
    expect(() => seededDropout(x, options)).toAllocate(1);
    x.dispose();
  });

  it("keeps everything at rate 0", () => {
    const x = numbers([9, 3]);
    expect(tf.tidy(() => seededDropout(x, { rate: 0, seed: 3 }).dataSync())).toEqual(x.dataSync());
    x.dispose();
  });
});

describe("seededDropout", () => {
  it("drops the share that was asked for, evenly and independently of position and seed", () => {
    const size = 100_000;
    const drops = (rate: number, seed: number) => dropoutMask(size, rate, seed).map((scale) => (scale === 0 ? 1 : 0));
    const share = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const [rate, seed] of [
      [0.1, 1],
      [0.5, 2],
      [0.8, 3],
    ] as const) {
      const deviation = Math.sqrt((rate * (1 - rate)) / size);
      expect(Math.abs(share(drops(rate, seed)) - rate)).toBeLessThan(5 * deviation);
    }
    // Neighbours, and the same position under two seeds, agree as often as chance has it.
    const [first, second] = [drops(0.5, 10), drops(0.5, 11)];
    const agree = (one: Float32Array, other: Float32Array) =>
      share(one.map((value, i) => (value === other[i] ? 1 : 0)));
    expect(Math.abs(agree(first, second) - 0.5)).toBeLessThan(5 * 0.5 * Math.sqrt(1 / size));
    for (const shift of [1, 2, 3, 4, 784]) {
      expect(Math.abs(agree(first.subarray(shift), first) - 0.5)).toBeLessThan(0.01);
    }
  });

  it.each([
    [{ rate: 1, seed: 0 }, /^seededDropout: rate must be .*, got 1$/],
    [{ rate: -0.1, seed: 0 }, /^seededDropout: rate must be .*, got -0.1$/],
    [{ rate: 0.5, seed: 2 ** 32 }, /^seededDropout: seed must be .*, got 4294967296$/],
    [{ rate: 0.5, seed: 0.5 }, /^seededDropout: seed must be .*, got 0.5$/],
  ])("refuses %j", (options, message) => {
    const x = tf.ones([2]);
    expect(() => seededDropout(x, options)).toThrow(message);
    x.dispose();
  });
});
