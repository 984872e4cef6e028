import { assertNumber, assertOptions } from "@dark-knowledge/core";
import type { CropAugmentation } from "./augmentation.ts";

/** Options of {@link crop}. */
export interface CropOptions {
  /** The smallest and the largest part of the image to keep, above 0 and up to 1. */
  readonly area: readonly [number, number];
  /** How many times as wide, or as high, the part may be as one of the image's proportions. Default: 4/3. */
  readonly stretch?: number;
}

/**
 * Cuts a random part out of each image and scales it to full size, by linear interpolation. A class at each pixel is
 * taken from the nearest one.
 *
 * @throws ArgumentError when an option is not in its range
 * @see Szegedy et al. (2015), "Going deeper with convolutions", section 6
 *
 * @example
 * ```ts
 * import { crop } from "@dark-knowledge/datasets";
 *
 * crop({ area: [0.5, 1] }); // ≈ { kind: "crop", area: [0.5, 1], stretch: 1.3333 }
 * ```
 */
export function crop(options: CropOptions): CropAugmentation {
  assertOptions<CropOptions>("crop", options, { area: true, stretch: true });
  const { area, stretch = 4 / 3 } = options;
  const [least, largest]: readonly unknown[] = Array.isArray(area) ? area : [];
  assertNumber("crop", "area[0]", least, { above: 0, max: 1 });
  assertNumber("crop", "area[1]", largest, { min: least, max: 1 });
  assertNumber("crop", "stretch", stretch, { min: 1 });
  return { kind: "crop", area: [least, largest], stretch };
}
