import type { Calibration } from "../evaluation.ts";

const BINS = 15;

/** Collects how often what was said with some confidence was so. */
export interface CalibrationCounts {
  add(confidence: number, isSo: boolean): void;
  result(): Calibration;
}

export function createCalibration(): CalibrationCounts {
  const [counts, confidences, hits] = [new Float64Array(BINS), new Float64Array(BINS), new Float64Array(BINS)];
  return {
    add(confidence, isSo) {
      const bin = Math.min(BINS - 1, Math.floor(confidence * BINS));
      counts[bin]!++;
      confidences[bin]! += confidence;
      hits[bin]! += isSo ? 1 : 0;
    },
    result() {
      const size = counts.reduce((sum, count) => sum + count, 0);
      const bins = Array.from(counts, (count, bin) => ({
        count,
        confidence: count > 0 ? confidences[bin]! / count : 0,
        accuracy: count > 0 ? hits[bin]! / count : 0,
      }));
      const error = bins.reduce(
        (sum, { count, confidence, accuracy }) => sum + (count / size) * Math.abs(accuracy - confidence),
        0,
      );
      return { error, bins };
    },
  };
}
