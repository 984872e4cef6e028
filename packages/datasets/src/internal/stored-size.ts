import type { Dataset } from "../dataset.ts";
import { product } from "./product.ts";

/** How many examples are stored, in the view or not. */
export function storedSize({ columns }: Pick<Dataset, "columns">): number {
  const [{ values, shape, offsets }] = Object.values(columns) as [Dataset["columns"][string]];
  return offsets === undefined ? values.length / product(shape) : offsets.length - 1;
}
