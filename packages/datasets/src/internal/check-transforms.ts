import { assertOneOf, formatValue } from "@dark-knowledge/core";
import { assertScale } from "../scale.ts";
import type { Transform } from "../transform.ts";
import { fail } from "./fail.ts";

/** Throws unless a column of examples of the given shape can be transformed in this way. */
export function checkTransforms(
  functionName: string,
  argument: string,
  transforms: readonly Transform[],
  shape: readonly number[],
): readonly Transform[] {
  if (!Array.isArray(transforms)) {
    fail(functionName, "dtype", argument, "must be a list of transforms", formatValue(transforms));
  }
  const list: readonly Transform[] = Array.from(transforms);
  list.forEach((transform, index) => {
    const path = `${argument}[${index}]`;
    if (typeof transform !== "object" || transform === null) {
      fail(functionName, "dtype", path, "must be a transform", formatValue(transform));
    }
    assertOneOf(functionName, `${path}.kind`, transform.kind, ["scale"]);
    if (transform.version !== 1) {
      const expected = "must be 1 (update @dark-knowledge/datasets to read newer ones)";
      fail(functionName, "range", `${path}.version`, expected, formatValue(transform.version));
    }
    assertScale(functionName, `${path}.`, transform);
    for (const name of ["subtract", "divide"] as const) {
      const numbers = transform[name];
      const width = shape.at(-1) ?? 1;
      if (typeof numbers === "number" || numbers.length === width) continue;
      const expected = `must have ${width} numbers (the last axis of an example)`;
      fail(functionName, "shape", `${path}.${name}`, expected, String(numbers.length));
    }
  });
  return list;
}
