import type { Value } from "./operation.ts";

/** The bound of a result, found from those of what it is made from when it is first needed; unknown where one of them is. */
export function boundedBy(
  values: readonly Value[],
  bound: (...bounds: readonly number[]) => number,
): (() => number) | undefined {
  if (values.some((value) => value.bound === undefined)) return undefined;
  let found: number | undefined;
  return () => {
    found ??= bound(...values.map((value) => value.bound!()));
    return found;
  };
}
