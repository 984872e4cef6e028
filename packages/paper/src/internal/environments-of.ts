import type { StageOutcome } from "@dark-knowledge/pipeline/node";
import type { EnvironmentRecord } from "@dark-knowledge/report";

/**
 * Lists the environments in which the stages of a run computed, each with its stages: the same list in whatever order they
 * finished.
 */
export function environmentsOf(outcomes: ReadonlyMap<string, StageOutcome>): readonly EnvironmentRecord[] {
  const found = new Map<string, { settings: EnvironmentRecord["settings"]; stages: string[] }>();
  for (const stage of [...outcomes.keys()].sort()) {
    const { environment } = outcomes.get(stage)!;
    const key = JSON.stringify(Object.entries(environment).sort());
    const entry = found.get(key) ?? { settings: environment, stages: [] };
    entry.stages.push(stage);
    found.set(key, entry);
  }
  return [...found.values()];
}
