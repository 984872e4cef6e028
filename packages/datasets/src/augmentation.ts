import type { Random } from "@dark-knowledge/core";

/** See {@link flip}. */
export interface FlipAugmentation {
  readonly kind: "flip";
  readonly horizontal: boolean;
  readonly vertical: boolean;
}

/** See {@link crop}. */
export interface CropAugmentation {
  readonly kind: "crop";
  readonly area: readonly [number, number];
  readonly stretch: number;
}

/** See {@link colour}. */
export interface ColourAugmentation {
  readonly kind: "colour";
  readonly brightness: number;
  readonly contrast: number;
  readonly saturation: number;
}

/** See {@link mixup}. */
export interface MixupAugmentation {
  readonly kind: "mixup";
  readonly alpha: number;
}

/** One example as passed to a custom function. */
export interface AugmentedExample {
  /** The stored numbers, before the transforms, to be changed in place. */
  readonly values: Float32Array | Int32Array;
  /** The shape of `values`: for sequences the number of positions comes first. */
  readonly shape: readonly number[];
  readonly id: number;
  /**
   * Determined by augmentation seed and id. A function that draws only from it changes each view in the same way every
   * time.
   */
  readonly random: Random;
}

/** See {@link augmentBy}. */
export interface CustomAugmentation {
  readonly kind: "custom";
  readonly name: string;
  readonly column: string | undefined;
  readonly change: (example: AugmentedExample) => void;
}

/**
 * A random change of examples. Its effect depends only on the augmentation seed and the example's id, so that a
 * teacher's stored answer belongs to exactly the view that a student sees.
 */
export type Augmentation =
  | FlipAugmentation
  | CropAugmentation
  | ColourAugmentation
  | MixupAugmentation
  | CustomAugmentation;

/** Options of all functions that show augmented examples. */
export interface AugmentationOptions {
  /** The largest shift of an image in pixels in each direction. Default: 0. */
  readonly jitter?: number;
  /**
   * Images are moved first, by jitter, flips and crops together, then colours and functions change them in the order of
   * this list, then the transforms are applied, and {@link mixup} comes last. Default: nothing.
   */
  readonly augment?: readonly Augmentation[];
}
