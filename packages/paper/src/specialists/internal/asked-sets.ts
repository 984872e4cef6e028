import type { ExperimentData } from "../../data/experiment-data.ts";

/** A dataset that nets answer. */
export type AskedSet = keyof Pick<ExperimentData, "training" | "validation" | "test">;

/** All datasets that nets answer. */
export const ASKED_SETS: readonly AskedSet[] = ["training", "validation", "test"];
