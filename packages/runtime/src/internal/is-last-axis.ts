import type { Value } from "./operation.ts";

/** Whether an axis of a layer's settings, which counts that of the batch as 0, is the last one. */
export function isLastAxis(axis: unknown, { shape, storage }: Value): boolean {
  return axis === -1 || axis === shape.length + (storage.sequence === undefined ? 0 : 1);
}
