/** How the lists of a matrix are made: of its rows or of its columns, filled up to a multiple of so many. */
interface Lists {
  readonly axis: "rows" | "columns";
  readonly multiple: number;
}

/**
 * The weights of a matrix [rows, columns], row-major, that are not 0, in a list for each row or for each column, as `backend/assembly/sparse.ts` reads them: where each list begins and the
 * last one ends, then all weights, then their places in the other axis, of two bytes each. Lists are filled up with weights of 0 at one place more.
 */
export function packLists(values: Float32Array, columns: number, { axis, multiple }: Lists): Uint8Array {
  const rows = values.length / columns;
  const [lists, length] = axis === "rows" ? [rows, columns] : [columns, rows];
  const [listStep, step] = axis === "rows" ? [columns, 1] : [1, columns];
  const starts = new Int32Array(lists + 1);
  for (let list = 0; list < lists; list++) {
    let count = 0;
    for (let place = 0; place < length; place++) if (values[list * listStep + place * step] !== 0) count++;
    starts[list + 1] = starts[list]! + Math.ceil(count / multiple) * multiple;
  }
  const total = starts[lists]!;
  const packed = new Uint8Array(starts.byteLength + 6 * total);
  packed.set(new Uint8Array(starts.buffer));
  const weights = new Float32Array(packed.buffer, starts.byteLength, total);
  const places = new Uint16Array(packed.buffer, starts.byteLength + 4 * total, total).fill(length);
  for (let list = 0; list < lists; list++) {
    let at = starts[list]!;
    for (let place = 0; place < length; place++) {
      const value = values[list * listStep + place * step]!;
      if (value === 0) continue;
      weights[at] = value;
      places[at++] = place;
    }
  }
  return packed;
}
