import type { FileRemark } from "@dark-knowledge/datasets/node";

/** More lines about single files than these are counted. */
const MOST_REMARKS = 5;

/**
 * Describes the recordings that were taken although something is to be said about them, in lines.
 *
 * @param others lines about other files, such as the remarks of `loadExamples`
 */
export function describeRemarks(remarks: readonly FileRemark[], others: readonly string[] = []): readonly string[] {
  const lines = [...remarks.map(({ path, remark }) => `${path}: ${remark}`), ...others];
  const more = lines.length - MOST_REMARKS;
  return [...lines.slice(0, MOST_REMARKS), ...(more > 0 ? [`${more} more files were resampled or are clipped`] : [])];
}
