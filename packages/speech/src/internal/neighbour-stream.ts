/** Windows over rows that arrive in pieces, in float64. */
export interface NeighbourStream {
  /** Takes rows of some length, and returns the windows that became complete. */
  push(rows: Float64Array, columns: number): Float64Array;
  /** Returns the other windows, as if the last row were repeated. Then the stream is as new. */
  end(): Float64Array;
  /** The length of the rows since the stream was new; 0 if there are none. */
  readonly columns: number;
}

/** Joins each row with as many before and after it. The first and the last one count as repeated. */
export function createNeighbourStream(past: number, future: number): NeighbourStream {
  let width = 0;
  /** The rows of which a window is still to come. */
  let held = new Float64Array();
  const windowsOf = (rows: Float64Array<ArrayBuffer>): Float64Array => {
    const count = Math.max(0, rows.length / width - past - future);
    const size = (past + 1 + future) * width;
    const windows = new Float64Array(count * size);
    for (let window = 0; window < count; window++) {
      windows.set(rows.subarray(window * width, window * width + size), window * size);
    }
    held = rows.slice(count * width);
    return windows;
  };
  return {
    get columns() {
      return width;
    },
    push(rows, columns) {
      if (rows.length === 0) return new Float64Array();
      const before = width === 0 ? repeated(rows.subarray(0, columns), past) : held;
      width = columns;
      return windowsOf(joined(before, rows));
    },
    end() {
      if (width === 0) return new Float64Array();
      const windows = windowsOf(joined(held, repeated(held.subarray(held.length - width), future)));
      width = 0;
      held = new Float64Array();
      return windows;
    },
  };
}

function repeated(row: Float64Array, times: number): Float64Array {
  const rows = new Float64Array(times * row.length);
  for (let at = 0; at < rows.length; at += row.length) rows.set(row, at);
  return rows;
}

function joined(one: Float64Array, other: Float64Array): Float64Array<ArrayBuffer> {
  const both = new Float64Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
