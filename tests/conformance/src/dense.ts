/** What the elements of a {@link Dense} are; the names are tfjs's. */
export type DenseType = "float32" | "int32" | "bool";

/** A row-major array in float64: what goes into an operation, and what an oracle says comes out. */
export interface Dense {
  readonly dtype: DenseType;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** How many elements an array of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** An array of these values; float32 values are rounded to float32, so that every backend sees the same numbers. */
export function dense(shape: readonly number[], values: Iterable<number>, dtype: DenseType = "float32"): Dense {
  const exact = Float64Array.from(values, dtype === "float32" ? Math.fround : Number);
  if (exact.length !== sizeOf(shape))
    throw new RangeError(`[${shape.join(", ")}] does not hold ${exact.length} values`);
  return { dtype, shape, values: exact };
}

/** Float32 numbers between `low` and `high` that differ from each other, without a pattern that an axis would keep. */
export function numbers(shape: readonly number[], salt = 1, low = -1, high = 1): Dense {
  const at = (index: number) => {
    const noise = Math.sin((index + 1) * 12.9898 + salt * 78.233) * 43758.5453;
    return low + (high - low) * (noise - Math.floor(noise));
  };
  return dense(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => at(index)),
  );
}

/** Whole numbers, of type int32. */
export function integers(shape: readonly number[], values: readonly number[]): Dense {
  return dense(shape, values, "int32");
}

/** Truth values as 0 and 1. */
export function truths(shape: readonly number[], values: readonly number[]): Dense {
  return dense(shape, values, "bool");
}

/** The result of an oracle: `valueAt` for each index, in float64. */
export function build(
  shape: readonly number[],
  valueAt: (index: readonly number[]) => number,
  dtype: DenseType = "float32",
): Dense {
  const values = new Float64Array(sizeOf(shape));
  const index = shape.map(() => 0);
  for (let position = 0; position < values.length; position++) {
    values[position] = valueAt(index);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
  return { dtype, shape, values };
}

/** The element at an index. Axes are aligned at the end, and an axis of length one is repeated, as in broadcasting. */
export function at({ shape, values }: Dense, index: readonly number[]): number {
  const skipped = index.length - shape.length;
  let position = 0;
  for (let axis = 0; axis < shape.length; axis++) {
    position = position * shape[axis]! + (shape[axis] === 1 ? 0 : index[axis + skipped]!);
  }
  return values[position]!;
}

/** The shape that arrays of these shapes broadcast to. */
export function broadcastShape(...shapes: (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) =>
    shapes
      .map((shape) => shape[axis - rank + shape.length] ?? 1)
      .reduce((longest, one) => (longest === 1 ? one : longest)),
  );
}

/** Zeros of a shape, to add into. */
export function zeros(shape: readonly number[]): Dense {
  return { dtype: "float32", shape, values: new Float64Array(sizeOf(shape)) };
}
