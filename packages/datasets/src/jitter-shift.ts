import { assertInteger, deriveSeed } from "@dark-knowledge/core";

/** The shift of an image in pixels; negative numbers move it up and left. */
export interface JitterShift {
  readonly down: number;
  readonly right: number;
}

const UNMOVED: JitterShift = { down: 0, right: 0 };

/**
 * Returns the shift of an example under an augmentation seed: two independent uniform integers from −jitter to jitter.
 *
 * It depends on nothing else, so a view of an example can be recreated from its id and augmentation seed alone. The
 * augmentation seed 0 means "as stored": it gives no shift.
 *
 * @param augmentationSeed from {@link Batch.augmentationSeed}
 * @param id the example's id, its storage row
 * @param jitter the largest shift in pixels, up to 1000
 * @throws ArgumentError when an argument is not an integer in its range
 * @see Hinton, Vinyals and Dean (2015), section 3: input images "jittered by up to two pixels in any direction"
 *
 * @example
 * ```ts
 * import { jitterShift } from "@dark-knowledge/datasets";
 *
 * jitterShift(0, 17, 2); // => { down: 0, right: 0 }
 * Math.abs(jitterShift(9, 17, 2).down) <= 2; // => true
 * ```
 */
export function jitterShift(augmentationSeed: number, id: number, jitter: number): JitterShift {
  assertInteger("jitterShift", "augmentationSeed", augmentationSeed, { min: 0 });
  assertInteger("jitterShift", "id", id, { min: 0 });
  assertInteger("jitterShift", "jitter", jitter, { min: 0, max: 1000 });
  if (augmentationSeed === 0 || jitter === 0) return UNMOVED;
  const span = 2 * jitter + 1;
  // The high bits choose one of span² shifts; with span ≤ 2001 no shift is likelier than another by 0.1 % or more.
  const choice = Math.floor((deriveSeed(augmentationSeed, "jitter", id) / 2 ** 53) * span * span);
  return { down: Math.floor(choice / span) - jitter, right: (choice % span) - jitter };
}
