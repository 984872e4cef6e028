import type { FileRemark } from "@dark-knowledge/datasets/node";

/** More lines about single files than these are counted. */
const MOST_REMARKS = 5;

/** Describes the recordings that were taken although something is to be said about them, in lines. */
export function describeRemarks(remarks: readonly FileRemark[]): readonly string[] {
  const more = remarks.length - MOST_REMARKS;
  return [
    ...remarks.slice(0, MOST_REMARKS).map(({ path, remark }) => `${path}: ${remark}`),
    ...(more > 0 ? [`${more} more files were resampled or are clipped`] : []),
  ];
}
