import { createRandom, deriveSeed } from "@dark-knowledge/core";
import type { CropAugmentation, FlipAugmentation } from "../augmentation.ts";
import { jitterShift } from "../jitter-shift.ts";

/** Where along one axis the pixels of a moved image come from: `from = factor · to + offset`. */
export interface AxisMove {
  readonly factor: number;
  readonly offset: number;
}

/** Where the pixels of a moved image come from. */
export interface Move {
  readonly down: AxisMove;
  readonly right: AxisMove;
}

/** The settings that move images. */
export interface MoveSteps {
  readonly jitter: number;
  readonly steps: readonly { readonly step: FlipAugmentation | CropAugmentation; readonly stream: number }[];
}

/** The extent of an image in pixels. */
export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** Draws how one example is moved by all steps together. */
export function drawMove({ jitter, steps }: MoveSteps, extent: Extent, augmentationSeed: number, id: number): Move {
  const shift = jitterShift(augmentationSeed, id, jitter);
  // −0 would make equal moves look different.
  let move: Move = { down: { factor: 1, offset: 0 - shift.down }, right: { factor: 1, offset: 0 - shift.right } };
  for (const { step, stream } of steps) {
    const random = createRandom(deriveSeed(augmentationSeed, "move", id, stream));
    const next = step.kind === "flip" ? flipMove(step, extent, random.uniform) : cropMove(step, extent, random.uniform);
    move = { down: compose(move.down, next.down), right: compose(move.right, next.right) };
  }
  return move;
}

/** An image that was moved by `first` is moved by `second`. */
function compose(first: AxisMove, second: AxisMove): AxisMove {
  return { factor: first.factor * second.factor, offset: first.factor * second.offset + first.offset };
}

const STILL: AxisMove = { factor: 1, offset: 0 };

function flipMove({ horizontal, vertical }: FlipAugmentation, { height, width }: Extent, uniform: () => number): Move {
  // Both are drawn always, so that one direction does not depend on whether there is the other.
  const [isDown, isRight] = [uniform() < 0.5, uniform() < 0.5];
  return {
    down: vertical && isDown ? { factor: -1, offset: height - 1 } : STILL,
    right: horizontal && isRight ? { factor: -1, offset: width - 1 } : STILL,
  };
}

function cropMove({ area, stretch }: CropAugmentation, { height, width }: Extent, uniform: () => number): Move {
  const part = area[0] + uniform() * (area[1] - area[0]);
  const factor = 1 + uniform() * (stretch - 1);
  const ratio = uniform() < 0.5 ? factor : 1 / factor;
  // Square roots are exact everywhere, unlike other powers.
  const high = Math.min(1, Math.sqrt(part / ratio));
  const wide = Math.min(1, Math.sqrt(part * ratio));
  return { down: cropAxis(height, high, uniform()), right: cropAxis(width, wide, uniform()) };
}

/** The part of an axis from `place` of what is free on, in terms of the centres of pixels. */
function cropAxis(length: number, part: number, place: number): AxisMove {
  const start = place * (length - part * length);
  return { factor: part, offset: start + 0.5 * part - 0.5 };
}
