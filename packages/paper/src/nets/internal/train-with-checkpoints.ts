import type { Dataset } from "@dark-knowledge/datasets";
import type { TaskContext } from "@dark-knowledge/pipeline";
import { openCheckpoints } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NetTrainingSpec } from "../net-spec.ts";
import { netTrainingOptions } from "../net-training-options.ts";
import type { TrainingEvent } from "../training-event.ts";

/** What a training takes besides its specification and its seed. */
interface Surroundings extends Pick<TaskContext<unknown, TrainingEvent>, "scratch" | "emit" | "signal"> {
  /** The net whose first layer is trained on centred inputs, where that is asked for. */
  readonly net: LayersModel | undefined;
  readonly training: Dataset;
}

/** Options of a training that resumes from its last checkpoint, for the time of a call. */
export async function trainWithCheckpoints<Result>(
  spec: NetTrainingSpec,
  seed: number,
  { net, training, scratch, emit, signal }: Surroundings,
  train: (options: CheckpointedOptions) => Promise<Result>,
): Promise<Result> {
  const checkpoints = await openCheckpoints(scratch, { onWarning: (text) => emit({ kind: "warning", text }) });
  const options = netTrainingOptions(spec, seed, { model: net, training, emit, signal });
  try {
    return await train({ ...options, checkpoints });
  } finally {
    options.optimizer.dispose();
    await checkpoints.close();
  }
}

/** How a net is trained, from its last checkpoint on. */
export type CheckpointedOptions = ReturnType<typeof netTrainingOptions> & {
  readonly checkpoints: Awaited<ReturnType<typeof openCheckpoints>>;
};
