import { attachDataset, type DetachedDataset, detachDataset } from "@dark-knowledge/datasets/node";
import type { Task } from "@dark-knowledge/pipeline";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import type { ExperimentData } from "./experiment-data.ts";

type Parts = Pick<ExperimentData, "training" | "validation" | "test" | "outside">;
type Run<Input, Result> = Task<Input, Result, StageShared, TrainingEvent>["run"];

/** Makes the data of an experiment plain data that can be sent to a thread: what is in files is only named. */
export function detachParts<Data extends Parts>(data: Data): Data {
  const { training, validation, test, outside } = data;
  const parts = Object.entries({ training, validation, test, outside }).filter(([, part]) => part !== undefined);
  return { ...data, ...Object.fromEntries(parts.map(([name, part]) => [name, detachDataset(part!)])) };
}

/** Opens what {@link detachParts} has only named. */
export async function attachParts<Data extends Parts>(data: Data): Promise<Data> {
  const { training, validation, test, outside } = data;
  const parts: [string, unknown][] = [];
  for (const [name, part] of Object.entries({ training, validation, test, outside })) {
    if (part !== undefined) parts.push([name, await attachDataset(part as DetachedDataset | typeof part)]);
  }
  return { ...data, ...Object.fromEntries(parts) };
}

/** Lets a task work on data whose files are open. */
export function withAttachedParts<Input, Result>(run: Run<Input, Result>): Run<Input, Result> {
  return async (input, context) => run(input, { ...context, shared: await attachParts(context.shared) });
}
