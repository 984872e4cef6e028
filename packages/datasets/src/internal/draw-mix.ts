import { createRandom, deriveSeed, type Random } from "@dark-knowledge/core";

/** With whom an example is mixed, and its own share. */
export interface Mixed {
  readonly partner: number;
  readonly share: number;
}

const STEPS = 2 ** 16;

/** Draws the partner of an example among the rows of a view. */
export function drawMix(rows: Int32Array, alpha: number, augmentationSeed: number, id: number): Mixed {
  const random = createRandom(deriveSeed(augmentationSeed, "mixup", id));
  const partner = rows[random.integer(rows.length)]!;
  const [own, other] = [drawGamma(random, alpha), drawGamma(random, alpha)];
  // Both are 0 where alpha is so small that one of them is all.
  const share = own + other === 0 ? 1 : Math.max(own, other) / (own + other);
  // Logarithms and powers may differ in their last digit between engines; so coarse a share does not.
  return { partner, share: Math.round(share * STEPS) / STEPS };
}

/** A draw of the gamma distribution of scale 1 (Marsaglia and Tsang, 2000). */
function drawGamma(random: Random, shape: number): number {
  if (shape < 1) return drawGamma(random, shape + 1) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
