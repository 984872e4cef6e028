import type { Random } from "@dark-knowledge/core";
import { bell, bellBetween } from "./bell.ts";
import { deformSkeleton } from "./deform-skeleton.ts";
import { DIGIT_SKELETONS } from "./digit-skeletons.ts";
import { drawLine, type InkCanvas } from "./ink-canvas.ts";
import { traceStroke } from "./trace-stroke.ts";

/** How far the digits are from print; see `GeneratedDigitsOptions`. */
export interface DigitLook {
  readonly distortion: number;
  readonly noise: number;
}

/** Draws one digit with a random hand and pen on an empty canvas. */
export function drawDigit(canvas: InkCanvas, digit: number, random: Random, { distortion, noise }: DigitLook): void {
  const skeletons = DIGIT_SKELETONS[digit]!;
  const skeleton = skeletons[random.integer(skeletons.length)]!;
  const paths = deformSkeleton(skeleton, random, distortion).map(traceStroke);
  placePaths(paths, canvas.side, random, distortion);
  const pen = drawPen(random, distortion);
  for (const path of paths) inkPath(canvas, path, pen, random);
  addNoise(canvas, random, noise);
}

/** Scales paths to the size of a digit, 20 of 28 pixels on average, and puts them near the centre of the canvas. */
function placePaths(paths: readonly Float64Array[], side: number, random: Random, distortion: number): void {
  const [left, right] = extentOf(paths, 0);
  const [top, bottom] = extentOf(paths, 1);
  const size = bellBetween(random, 18.5, distortion, 14, 22) * (side / 28);
  const scale = size / Math.max(right - left, bottom - top);
  const drift = 0.7 * distortion * (side / 28);
  const x = (side - 1) / 2 + drift * bell(random) - (scale * (left + right)) / 2;
  const y = (side - 1) / 2 + drift * bell(random) - (scale * (top + bottom)) / 2;
  for (const path of paths) {
    for (let index = 0; index < path.length; index++) path[index] = scale * path[index]! + (index % 2 === 0 ? x : y);
  }
}

/** The smallest and the largest coordinate: of x for `axis` 0, of y for 1. */
function extentOf(paths: readonly Float64Array[], axis: 0 | 1): readonly [number, number] {
  let smallest = Infinity;
  let largest = -Infinity;
  for (const path of paths) {
    for (let index = axis; index < path.length; index += 2) {
      smallest = Math.min(smallest, path[index]!);
      largest = Math.max(largest, path[index]!);
    }
  }
  return [smallest, largest];
}

interface Pen {
  readonly radius: number;
  readonly softness: number;
  /** How much the line's width follows the pressure. */
  readonly flexibility: number;
  readonly darkness: number;
}

function drawPen(random: Random, distortion: number): Pen {
  return {
    radius: bellBetween(random, 1.15, 0.27 * distortion, 0.5, 2.1),
    softness: 0.9 + 0.7 * random.uniform(),
    flexibility: 0.15 * distortion * bell(random),
    darkness: 1 - 0.25 * distortion * random.uniform() * random.uniform(),
  };
}

/** Draws along a path. The pressure rises or falls along it, and is higher or lower in its middle. */
function inkPath(canvas: InkCanvas, path: Float64Array, pen: Pen, random: Random): void {
  const middle = 0.6 * bell(random);
  for (let index = 2; index < path.length; index += 2) {
    const t = (2 * index) / path.length - 1;
    const width = Math.max(0.5, 1 + pen.flexibility * (t + middle * (1 - t * t)));
    drawLine(canvas, path[index - 2]!, path[index - 1]!, path[index]!, path[index + 1]!, {
      radius: pen.radius * width,
      softness: pen.softness,
      darkness: Math.min(1, pen.darkness * (0.75 + 0.25 * width)),
    });
  }
}

/** Grain in the ink of every digit, and on the paper of some. */
function addNoise({ ink }: InkCanvas, random: Random, noise: number): void {
  if (noise === 0) return;
  const grain = 0.06 * noise * random.uniform();
  const paper = Math.max(0, 0.06 * noise * (2 * random.uniform() - 1));
  for (let pixel = 0; pixel < ink.length; pixel++) {
    const level = grain * ink[pixel]! + paper;
    if (level > 0) ink[pixel]! += level * bell(random);
  }
}
