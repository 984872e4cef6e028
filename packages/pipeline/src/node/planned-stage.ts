import type { Environment } from "./environment.ts";

/**
 * The status of a stage in a plan:
 *
 * - `"finished"`: its result exists and is used
 * - `"interrupted"`: it was started, and resumes
 * - `"new"`: it has never run
 * - `"changed"`: its result is from another input, another task or other data; it runs again, and the old result stays
 *   until there is a new one
 * - `"damaged"`: files of its result are missing or have another size; it runs again
 * - `"elsewhere"`: its result is from the same input in another environment, or depends on such a result
 * - `"interrupted-elsewhere"`: it was started in another environment
 */
export type StageStatus =
  | ("finished" | "interrupted" | "new" | "changed" | "damaged")
  | ("elsewhere" | "interrupted-elsewhere");

/** One stage of a plan. */
export interface PlannedStage {
  readonly name: string;
  readonly status: StageStatus;
  /** The environment of a stage that ran in another one. */
  readonly environment?: Environment;
}
