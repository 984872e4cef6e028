import { assertFields } from "@dark-knowledge/core";

/**
 * Writes remarks about files as one line for a terminal: the first of them, and how many others there are.
 *
 * @param remarks such as those of `loadExamples` of `@dark-knowledge/training/node`
 * @returns a line with its end, or nothing where there are no remarks
 *
 * @example
 * ```ts
 * import { remarksLine } from "@dark-knowledge/paper";
 *
 * const remark = "a.wav: resampled from 16000 to 8000 samples a second";
 * remarksLine([remark, "b.wav: clipped: 9 of 8000 samples at the limit"]); // => "a.wav: resampled from 16000 to 8000 samples a second; 1 more remark\n"
 * remarksLine([]); // => ""
 * ```
 */
export function remarksLine(remarks: readonly string[]): string {
  assertFields("remarksLine", { remarks }, { remarks: "texts" });
  const [first, ...others] = remarks;
  if (first === undefined) return "";
  const more = others.length === 1 ? "; 1 more remark" : `; ${others.length} more remarks`;
  return `${first}${others.length === 0 ? "" : more}\n`;
}
