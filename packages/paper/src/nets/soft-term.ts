import type { SoftLossName } from "./soft-losses.ts";

/** What a student learns from a teacher. */
export interface SoftTerm {
  readonly loss: SoftLossName;
  readonly temperature: number;
  /** Weight of the labels; the soft targets weigh the rest. */
  readonly hardWeight: number;
  /**
   * Where the soft targets come from: `"recorded"`, the answers that a needed stage recorded; `"live"`, the net of a needed stage, while the
   * student learns; `"uniform"`, the same for every class.
   */
  readonly targets: "recorded" | "live" | "uniform";
}
