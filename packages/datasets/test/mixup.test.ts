import { describe, expect, test } from "vitest";
import { createDataset, flip, mixup, selectRows, viewOf } from "../src/index.ts";
import { images, PIXELS, valuesOf } from "./some-images.ts";

describe("mixup({alpha})", () => {
  const view = selectRows(images, [0, 3, 4, 8, 10]);
  const options = { jitter: 1, augment: [mixup({ alpha: 0.4 }), flip({ horizontal: true })] };
  const { augment, ...moved } = { ...options, augment: options.augment.slice(1) };

  test("shows λ of an example and 1 − λ of a partner of the view, each augmented as it would be alone", () => {
    for (const seed of [1, 2, 3]) {
      const { inputs, mix, targets, ids } = viewOf(view, [8, 0, 3], seed, options);
      const { partners, shares } = mix!;
      expect([...partners].every((id) => view.rows.includes(id))).toBe(true);
      expect(mix!.targets).toEqual(viewOf(view, [...partners], 0).targets);
      expect(targets).toEqual(viewOf(view, [8, 0, 3], 0).targets);
      const [own, other] = [ids, partners].map((list) => valuesOf(view, [...list], seed, { ...moved, augment }));
      const wanted = Array.from(own!, (value, at) => {
        const share = shares[Math.floor(at / PIXELS)]!;
        return share * value + (1 - share) * other![at]!;
      });
      const distances = Array.from(inputs.features!.values, (value, at) => Math.abs(value - wanted[at]!));
      expect(Math.max(...distances)).toBeLessThan(1e-6);
    }
  });

  test("is decided by id, seed and view", () => {
    const [first, second] = [viewOf(view, [8, 0, 3], 6, options), viewOf(view, [3], 6, options)];
    expect(second.inputs.features!.values).toEqual(first.inputs.features!.values.subarray(2 * PIXELS));
    expect(second.mix!.partners[0]).toBe(first.mix!.partners[2]);
  });

  const many = createDataset({ columns: { x: { values: new Float32Array(4000), shape: [1] } } });
  const sharesOf = (alpha: number) => [...viewOf(many, [...many.rows], 8, { augment: [mixup({ alpha })] }).mix!.shares];

  test("has shares from ½ to 1 of the distribution Beta(alpha, alpha), and even partners", () => {
    const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    // E max(λ, 1 − λ) = ½ + 2^(−2α) / (α B(α, α)): ¾ at 1, 0.6875 at 2, 0.8183 at ½ (½ + 1/π).
    for (const [alpha, wanted] of [
      [1, 0.75],
      [2, 0.6875],
      [0.5, 0.5 + 1 / Math.PI],
    ] as const) {
      const shares = sharesOf(alpha);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
      expect(Math.max(...shares)).toBeLessThanOrEqual(1);
      expect(Math.abs(mean(shares) - wanted)).toBeLessThan(0.012);
    }
    expect(mean(sharesOf(1e-4))).toBeGreaterThan(0.999);
    const partners = viewOf(many, [...many.rows], 8, { augment: [mixup({ alpha: 1 })] }).mix!.partners;
    expect(Math.abs(mean([...partners]) - 1999.5)).toBeLessThan(60);
  });
});

test.each([[() => mixup({ alpha: 0 }), "mixup: alpha must be a positive finite number, got 0"]])(
  "%s is refused",
  (make, message) => {
    expect(make).toThrow(message);
  },
);
