/** The product of the sizes of a shape: the count of its numbers, 1 without an axis. */
export function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
