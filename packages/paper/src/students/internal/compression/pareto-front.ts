/** A size and a loss of accuracy; less is better in both. */
interface Point {
  readonly bytes: number;
  readonly drop: number;
}

/** Returns the points than which no other is better in one figure and as good in the other, by size. */
export function paretoFront<One extends Point>(points: readonly One[]): readonly One[] {
  const isFront = (one: One) => !points.some((other) => isBetter(other, one));
  return points.filter(isFront).toSorted((one, other) => one.bytes - other.bytes);
}

/** Orders points by promise: the front first, then the front of the others, and so on; each from the least drop on, and of equals the last one first. */
export function byLayers<One extends Point>(points: readonly One[]): readonly One[] {
  const layers: One[] = [];
  for (let left = points; left.length > 0; left = left.filter((one) => !layers.includes(one))) {
    layers.push(...paretoFront(left).toReversed());
  }
  return layers;
}

function isBetter(one: Point, other: Point): boolean {
  if (one.bytes > other.bytes || one.drop > other.drop) return false;
  return one.bytes < other.bytes || one.drop < other.drop;
}
