/** The values at some places along an axis, which is counted from the last one, −1. */
export function takeAlong(
  values: Float32Array,
  shape: readonly number[],
  axis: number,
  places: Int32Array,
): Float32Array {
  const at = shape.length + axis;
  const size = shape[at]!;
  const inner = shape.slice(at + 1).reduce((product, one) => product * one, 1);
  const outer = values.length / (size * inner);
  const taken = new Float32Array(outer * places.length * inner);
  for (let block = 0, to = 0; block < outer; block++) {
    for (const place of places) {
      const from = (block * size + place) * inner;
      taken.set(values.subarray(from, from + inner), to);
      to += inner;
    }
  }
  return taken;
}
