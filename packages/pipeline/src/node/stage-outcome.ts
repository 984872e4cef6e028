import type { Environment } from "./environment.ts";

/** Result of one stage. */
export interface StageOutcome<Result = unknown> {
  readonly result: Result;
  /** The environment in which it ran. */
  readonly environment: Environment;
}
