import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import type { Stage } from "../../create-stage.ts";
import { assertStages } from "../../internal/assert-stages.ts";
import { findNonJson } from "../../internal/find-non-json.ts";
import { orderStages } from "../../internal/order-stages.ts";
import type { PipelinePlace } from "../pipeline-place.ts";
import type { PlannedStage, StageStatus } from "../planned-stage.ts";
import { type FinishedStage, readFinished, readState, type StageState, stageFolder } from "./stage-folder.ts";
import { contentKeys, exactKey, type StageKeys } from "./stage-keys.ts";

/** A stage and its state on disk. */
export interface FoundStage<One = Stage> {
  readonly stage: One;
  readonly status: StageStatus;
  /** The keys of a result in this environment. */
  readonly keys: StageKeys;
  /** The environment recorded with the found state. */
  readonly state?: StageState;
  readonly finished?: FinishedStage;
}

/**
 * Finds the state of every stage on disk.
 *
 * @param takesElsewhere whether results of another environment count for the stages that need them
 */
export async function findStages<One extends Stage>(
  functionName: string,
  stages: readonly One[],
  place: PipelinePlace,
  takesElsewhere = true,
): Promise<readonly FoundStage<One>[]> {
  assertPlace(functionName, place);
  assertStages(functionName, stages);
  const { directory, identity, environment = {} } = place;
  const ordered = orderStages(functionName, stages);
  const contents = contentKeys(ordered as readonly Stage[], identity);
  /** The exact keys of the results that later stages will get. */
  const actual = new Map<string, string>();
  const found: FoundStage<One>[] = [];
  for (const stage of ordered) {
    const content = contents.get(stage.name)!;
    const exact = exactKey(
      content,
      environment,
      stage.needs.map((need) => actual.get(need)!),
    );
    const one = await findStage(stage, directory, { content, exact });
    actual.set(stage.name, one.status.endsWith("elsewhere") && takesElsewhere ? one.state!.keys.exact : exact);
    found.push(one);
  }
  return found;
}

function assertPlace(functionName: string, place: PipelinePlace): void {
  assertFields(functionName, place, { directory: "text", environment: "object?" });
  for (const argument of ["identity", "environment"] as const) {
    const wrong = place[argument] === undefined ? undefined : findNonJson(place[argument]);
    if (wrong === undefined) continue;
    throw new ArgumentError({
      ...{
        functionName,
        argument: `${argument}${wrong.path}`,
        expected: "must be plain data, as JSON can represent it",
      },
      ...{ received: formatValue(wrong.value), code: "range" },
    });
  }
}

async function findStage<One extends Stage>(stage: One, directory: string, keys: StageKeys): Promise<FoundStage<One>> {
  const folder = stageFolder(directory, stage.name);
  // A process may have been killed between writing the result and renaming the folder.
  for (const path of [folder.partial, folder.kept]) {
    const finished = await readFinished(path);
    if (finished === undefined || finished === "damaged") continue;
    const { state } = finished;
    if (state.keys.exact === keys.exact) return { stage, keys, status: "finished", state, finished };
    if (state.keys.content === keys.content) return { stage, keys, status: "elsewhere", state, finished };
  }
  const begun = await readState(folder.partial);
  if (begun !== undefined && begun !== "damaged") {
    if (begun.keys.exact === keys.exact) return { stage, keys, status: "interrupted", state: begun };
    if (begun.keys.content === keys.content) return { stage, keys, status: "interrupted-elsewhere", state: begun };
  }
  const kept = await readFinished(folder.kept);
  return { stage, keys, status: kept === "damaged" ? "damaged" : kept === undefined ? "new" : "changed" };
}

/** Converts the state of a stage to the form that callers see. */
export function plannedStage({ stage, status, state }: FoundStage<Stage>): PlannedStage {
  return {
    ...{ name: stage.name, status },
    ...(status.endsWith("elsewhere") ? { environment: state!.environment } : {}),
  };
}
