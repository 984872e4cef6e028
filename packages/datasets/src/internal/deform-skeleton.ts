import type { Random } from "@dark-knowledge/core";
import { bell, bellBetween } from "./bell.ts";
import type { Skeleton, SkeletonPoint, Stroke } from "./digit-skeletons.ts";

type Move = (point: SkeletonPoint) => SkeletonPoint;

/**
 * A skeleton as one hand would write it: ends too long or too short, points off their place, the whole bent, slanted,
 * stretched and turned.
 *
 * @param distortion scales every deviation; 0 gives the skeleton in its usual proportions
 * @returns points around the origin, in units of about the digit's height
 */
export function deformSkeleton(skeleton: Skeleton, random: Random, distortion: number): Skeleton {
  const wobble = 0.026 * distortion;
  const bend = drawBend(random, distortion);
  const lean = drawLean(random, distortion);
  return skeleton.map((stroke) =>
    shiftEnds(stroke, random, distortion).map(({ x, y, isCorner }) =>
      lean(bend({ x: 2 * x - 1 + 2 * wobble * bell(random), y: 2 * y - 1 + 2 * wobble * bell(random), isCorner })),
    ),
  );
}

/** Moves both ends of a stroke along its direction: loops stay open, or strokes cross. */
function shiftEnds(stroke: Stroke, random: Random, distortion: number): Stroke {
  const last = stroke.length - 1;
  const start = extend(stroke[0]!, stroke[1]!, 0.105 * distortion * bell(random));
  const end = extend(stroke[last]!, stroke[last - 1]!, 0.105 * distortion * bell(random));
  return [start, ...stroke.slice(1, last), end];
}

function extend(end: SkeletonPoint, inner: SkeletonPoint, by: number): SkeletonPoint {
  return { x: end.x + by * (end.x - inner.x), y: end.y + by * (end.y - inner.y), isCorner: end.isCorner };
}

/** A smooth bending of the plane: random quadratic and cubic terms, for both coordinates. */
function drawBend(random: Random, distortion: number): Move {
  const term = () => 0.06 * distortion * bell(random);
  const [a, b, c, d, e] = [term(), term(), term(), term(), term()];
  const [f, g, h, i, j] = [term(), term(), term(), term(), term()];
  return ({ x, y, isCorner }) => ({
    x: x + a * x * x + b * x * y + c * y * y + d * x * y * y + e * y * y * y,
    y: y + f * x * x + g * x * y + h * y * y + i * x * x * y + j * x * x * x,
    isCorner,
  });
}

/** Proportions, slant and rotation. Turns by `angle` are made of t = tan(angle / 2), which needs no sine or cosine. */
function drawLean(random: Random, distortion: number): Move {
  const width = bellBetween(random, 0.68, 0.09 * distortion, 0.35, 1.1) / 2;
  const slant = 0.12 + 0.16 * distortion * bell(random);
  const t = 0.045 * distortion * bell(random);
  const cos = (1 - t * t) / (1 + t * t);
  const sin = (2 * t) / (1 + t * t);
  return (point) => {
    const y = point.y / 2;
    const x = point.x * width - slant * y;
    return { x: cos * x - sin * y, y: sin * x + cos * y, isCorner: point.isCorner };
  };
}
