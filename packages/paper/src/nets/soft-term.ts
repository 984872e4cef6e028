import type { SoftLossName } from "./soft-losses.ts";

/** The soft targets of a student. */
export interface SoftTerm {
  readonly loss: SoftLossName;
  /** Left out for numbers. */
  readonly temperature?: number | undefined;
  /** Weight of the labels; the soft targets get the rest. */
  readonly hardWeight: number;
  /**
   * The source of the soft targets: `"recorded"`, the answers that a needed stage recorded; `"live"`, the net of a
   * needed stage, asked while the student learns; `"external"`, the answers of a teacher from elsewhere that were
   * recorded before the first stage; `"out-of-fold"`, such answers by teachers that have not seen the example;
   * `"uniform"`, the same for every class.
   */
  readonly targets: "recorded" | "live" | "external" | "out-of-fold" | "uniform";
}
