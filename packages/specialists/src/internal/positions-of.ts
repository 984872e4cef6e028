import { ArgumentError, assertArray, assertInteger, assertObject } from "@dark-knowledge/core";
import type { Specialist } from "../specialist.ts";

/** Checks a specialist and returns the output of each class: its position in `classes`, or the dustbin. */
export function positionsOf(functionName: string, specialist: Specialist): Int32Array {
  assertObject(functionName, "specialist", specialist);
  const { classes, classCount } = specialist as Specialist;
  assertArray(functionName, "specialist.classes", classes, "numbers");
  assertInteger(functionName, "specialist.classCount", classCount, { min: 2 });
  const isGiven = classes.length > 0;
  if (!isGiven || classes.length >= classCount) {
    throw new ArgumentError({
      functionName,
      argument: "specialist.classes",
      expected: isGiven
        ? `must leave at least one of ${classCount} classes to the dustbin`
        : "must name at least one class",
      received: isGiven ? `${classes.length} classes` : "none",
      code: "shape",
    });
  }
  const positions = new Int32Array(classCount).fill(classes.length);
  for (let k = 0; k < classes.length; k++) {
    const own = classes[k]!;
    assertInteger(functionName, `specialist.classes[${k}]`, own, { min: 0, below: classCount });
    if (positions[own] !== classes.length) {
      throw new ArgumentError({
        functionName,
        argument: `specialist.classes[${k}]`,
        expected: "must be a class that is not in the set already",
        received: `${own} again`,
        code: "range",
      });
    }
    positions[own] = k;
  }
  return positions;
}
