/**
 * Marks the two most important weights in each group of four consecutive inputs of a unit; of equal ones the last stay. The inputs
 * are the second-last axis. Of an incomplete group at the end two are left as well.
 */
export function twoOfFour(importance: Float32Array, shape: readonly number[]): Uint8Array {
  const [inputs, units] = shape.slice(-2) as [number, number];
  const kept = new Uint8Array(importance.length);
  for (let start = 0; start < importance.length; start += inputs * units) {
    for (let unit = 0; unit < units; unit++) {
      for (let first = 0; first < inputs; first += 4) {
        const places = Array.from(
          { length: Math.min(4, inputs - first) },
          (_, index) => start + (first + index) * units + unit,
        );
        places.sort((one, other) => importance[other]! - importance[one]! || other - one);
        for (const place of places.slice(0, 2)) kept[place] = 1;
      }
    }
  }
  return kept;
}
