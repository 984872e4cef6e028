import type { Stage } from "../create-stage.ts";
import type { TaskEvent } from "../task.ts";
import { findStages, plannedStage } from "./internal/find-stages.ts";
import type { PipelinePlace } from "./pipeline-place.ts";
import type { PlannedStage } from "./planned-stage.ts";

/**
 * Returns what {@link runPipeline} would do with each stage, given what is on disk. Writes nothing.
 *
 * @param stages in any order
 * @returns the stages, each after those that it needs
 * @throws ArgumentError when two stages share a name, one needs a stage that does not exist, or they need each other in
 * a circle
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { createStage, defineTask } from "@dark-knowledge/pipeline";
 * import { planPipeline } from "@dark-knowledge/pipeline/node";
 *
 * const square = defineTask(import.meta.url, { id: "example/square", version: 1 }, async (input: number) => input ** 2);
 * const stages = [createStage(square, { name: "nine", input: 3 })];
 * await planPipeline(stages, { directory: mkdtempSync(`${tmpdir()}/pipeline-`) }); // => [{ name: "nine", status: "new" }]
 * ```
 */
export async function planPipeline<Shared, Event extends TaskEvent>(
  stages: readonly Stage<Shared, Event>[],
  place: PipelinePlace,
): Promise<readonly PlannedStage[]> {
  const found = await findStages("planPipeline", stages, place);
  return found.map(plannedStage);
}
