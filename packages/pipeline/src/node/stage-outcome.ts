import type { Environment } from "./environment.ts";

/** What one stage came to. */
export interface StageOutcome<Result = unknown> {
  readonly result: Result;
  /** In which it was run. */
  readonly environment: Environment;
  /** How long it took; undefined where nothing was measured, or it was interrupted. */
  readonly seconds: number | undefined;
}
