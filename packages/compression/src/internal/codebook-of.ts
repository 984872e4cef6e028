/** A kernel by its different values. */
export interface Codebook {
  /** The different values, in the order in which they first occur. */
  readonly values: Float32Array;
  /** The place of each weight's value. */
  readonly codes: Int32Array;
  /** Where each value first occurs. */
  readonly first: Int32Array;
}

/** Reads the codebook of a kernel; nothing if it has more than so many different values. */
export function codebookOf(weights: Float32Array, most: number): Codebook | undefined {
  const places = new Map<number, number>();
  const codes = new Int32Array(weights.length);
  const first: number[] = [];
  for (const [index, weight] of weights.entries()) {
    let code = places.get(weight);
    if (code === undefined) {
      if (places.size === most) return undefined;
      code = places.size;
      places.set(weight, code);
      first.push(index);
    }
    codes[index] = code;
  }
  return { values: Float32Array.from(places.keys()), codes, first: Int32Array.from(first) };
}
