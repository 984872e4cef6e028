import { ArgumentError } from "@dark-knowledge/core";
import type { ClassSimilarity } from "../class-similarity.ts";

/** The same columns, each looked through for numbers that are not finite when it is read. */
export function checkedColumns(functionName: string, { classCount, readColumn }: ClassSimilarity): ClassSimilarity {
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
