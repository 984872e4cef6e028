import { ArgumentError, assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { ClassSimilarity } from "../class-similarity.ts";

/** Returns the same columns, each checked for numbers that are not finite when it is read. */
export function checkedColumns(functionName: string, similarity: ClassSimilarity): ClassSimilarity {
  assertObject(functionName, "similarity", similarity);
  const { classCount, readColumn } = similarity as ClassSimilarity;
  assertInteger(functionName, "similarity.classCount", classCount, { min: 1, max: MOST_CLASSES });
  if (typeof readColumn !== "function") {
    throw new ArgumentError({
      functionName,
      argument: "similarity.readColumn",
      expected: "must be a function",
      received: formatValue(readColumn),
      code: "dtype",
    });
  }
  return {
    classCount,
    readColumn(index, into) {
      readColumn(index, into);
      for (let i = 0; i < classCount; i++) {
        if (Number.isFinite(into[i])) continue;
        throw new ArgumentError({
          functionName,
          argument: "similarity",
          expected: "must hold finite numbers",
          received: `${into[i]} for classes ${i} and ${index}`,
          code: "range",
        });
      }
    },
  };
}

/** A column of more would not fit into memory. */
const MOST_CLASSES = 2 ** 31;
