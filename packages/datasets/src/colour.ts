import { assertNumber, assertOptions } from "@dark-knowledge/core";
import type { ColourAugmentation } from "./augmentation.ts";

/**
 * Options of {@link colour}. Each is the largest change of a factor that is drawn uniformly from `1 − x` to `1 + x`.
 */
export interface ColourOptions {
  /** The factor of all levels. Default: 0. */
  readonly brightness?: number;
  /** The factor of their distance from the image's mean grey. Default: 0. */
  readonly contrast?: number;
  /** The factor of their distance from the pixel's own grey, for images of three channels. Default: 0. */
  readonly saturation?: number;
}

/**
 * Changes brightness, contrast and saturation of each image at random, in this order. Levels are kept between 0 and 255 in a column of
 * bytes, between 0 and 1 in one of floats. Grey is `0.299 R + 0.587 G + 0.114 B`.
 *
 * @throws ArgumentError when an option is not from 0 to 1
 *
 * @example
 * ```ts
 * import { colour } from "@dark-knowledge/datasets";
 *
 * colour({ brightness: 0.2 }); // => { kind: "colour", brightness: 0.2, contrast: 0, saturation: 0 }
 * ```
 */
export function colour(options: ColourOptions): ColourAugmentation {
  assertOptions<ColourOptions>("colour", options, { brightness: true, contrast: true, saturation: true });
  const { brightness = 0, contrast = 0, saturation = 0 } = options;
  for (const [name, value] of Object.entries({ brightness, contrast, saturation })) {
    assertNumber("colour", name, value, { min: 0, max: 1 });
  }
  return { kind: "colour", brightness, contrast, saturation };
}
