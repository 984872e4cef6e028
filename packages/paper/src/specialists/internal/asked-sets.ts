import type { ExperimentData } from "../../data/experiment-data.ts";

/** A set that nets are asked about. */
export type AskedSet = keyof Pick<ExperimentData, "training" | "validation" | "test">;

/** All of them. */
export const ASKED_SETS: readonly AskedSet[] = ["training", "validation", "test"];
