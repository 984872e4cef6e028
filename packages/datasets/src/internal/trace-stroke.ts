import type { SkeletonPoint, Stroke } from "./digit-skeletons.ts";

/** Straight pieces per span between two points of a skeleton. */
const PIECES = 8;

/**
 * The pen's path through the points of a stroke: a uniform Catmull–Rom spline, broken at corners, as a polyline.
 *
 * @returns x and y of each point in turn
 */
export function traceStroke(stroke: Stroke): Float64Array {
  const path = new Float64Array(2 * ((stroke.length - 1) * PIECES + 1));
  path.set([stroke[0]!.x, stroke[0]!.y]);
  let length = 2;
  for (let span = 0; span < stroke.length - 1; span++) {
    const start = stroke[span]!;
    const end = stroke[span + 1]!;
    const before = span === 0 || start.isCorner ? mirror(end, start) : stroke[span - 1]!;
    const after = span === stroke.length - 2 || end.isCorner ? mirror(start, end) : stroke[span + 2]!;
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      path[length++] = catmullRom(before.x, start.x, end.x, after.x, t);
      path[length++] = catmullRom(before.y, start.y, end.y, after.y, t);
    }
  }
  return path;
}

/** The point on the other side of `centre`, which lets the spline leave its end in a straight line. */
function mirror(point: SkeletonPoint, centre: SkeletonPoint): { readonly x: number; readonly y: number } {
  return { x: 2 * centre.x - point.x, y: 2 * centre.y - point.y };
}

function catmullRom(before: number, start: number, end: number, after: number, t: number): number {
  const linear = (end - before) / 2;
  const quadratic = before - 2.5 * start + 2 * end - after / 2;
  const cubic = (after - before) / 2 + 1.5 * (start - end);
  return start + t * (linear + t * (quadratic + t * cubic));
}
