import type { Environment } from "./environment.ts";
import type { PlannedStage } from "./planned-stage.ts";

/**
 * Thrown when there are results or interrupted stages of the same inputs from another environment. Nothing was run; the
 * caller chooses whether to keep them or run them again.
 *
 * @see {@link runPipeline}, which throws it
 */
export class OtherEnvironmentError extends Error {
  override readonly name = "OtherEnvironmentError";
  /** The stages from another environment. */
  readonly stages: readonly PlannedStage[];
  /** The differences, such as `"threads: 2, now 1"`. */
  readonly differences: readonly string[];

  constructor(stages: readonly PlannedStage[], now: Environment) {
    const differences = differencesOf(stages, now);
    super(
      `runPipeline: ${countOf(stages)} of another environment (${differences.join("; ")}); set otherEnvironment to "keep" or "rerun"`,
    );
    this.stages = stages;
    this.differences = differences;
  }

  /** Whether a value is such an error, including one from another copy of this package. */
  static is(error: unknown): error is OtherEnvironmentError {
    return error instanceof Error && error.name === "OtherEnvironmentError";
  }
}

function countOf(stages: readonly PlannedStage[]): string {
  const finished = stages.filter(({ status }) => status === "elsewhere").length;
  const begun = stages.length - finished;
  const parts = [finished > 0 && `${finished} finished`, begun > 0 && `${begun} interrupted`].filter(Boolean);
  return `${parts.join(" and ")} ${stages.length === 1 ? "stage is" : "stages are"}`;
}

function differencesOf(stages: readonly PlannedStage[], now: Environment): readonly string[] {
  const found = new Set<string>();
  for (const { environment = {} } of stages) {
    for (const name of new Set([...Object.keys(environment), ...Object.keys(now)])) {
      const [before, after] = [environment[name] ?? "not set", now[name] ?? "not set"];
      if (before !== after) found.add(`${name}: ${before}, now ${after}`);
    }
  }
  return [...found];
}
