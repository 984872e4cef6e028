import type { Environment } from "./environment.ts";

/** What one stage came to. */
export interface StageOutcome<Result = unknown> {
  readonly result: Result;
  /** In which it was run. */
  readonly environment: Environment;
}
