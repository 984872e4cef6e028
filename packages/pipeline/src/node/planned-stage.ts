import type { Environment } from "./environment.ts";

/**
 * What would happen to a stage:
 *
 * - `"finished"`: its result is there, and is used
 * - `"interrupted"`: it was begun, and resumes
 * - `"new"`: it was never run
 * - `"changed"`: there is a result of another input, another task or other data; it runs again, and the old result stays until
 *   there is a new one
 * - `"damaged"`: files of its result are missing or have another size; it runs again
 * - `"elsewhere"`: its result came of the same input in another environment, or of stages that did
 * - `"interrupted-elsewhere"`: it was begun in another environment
 */
export type StageStatus =
  | ("finished" | "interrupted" | "new" | "changed" | "damaged")
  | ("elsewhere" | "interrupted-elsewhere");

/** One stage of a plan. */
export interface PlannedStage {
  readonly name: string;
  readonly status: StageStatus;
  /** Of a stage of another environment: in which it was run. */
  readonly environment?: Environment;
}
