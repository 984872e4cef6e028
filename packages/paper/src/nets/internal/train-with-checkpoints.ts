import type { Dataset } from "@dark-knowledge/datasets";
import type { TaskContext } from "@dark-knowledge/pipeline";
import { type DirectoryCheckpoints, openCheckpoints } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NetTrainingSpec } from "../net-spec.ts";
import { netTrainingOptions } from "../net-training-options.ts";
import type { TrainingEvent } from "../training-event.ts";

/** Options of a training besides its specification and seed. */
interface Surroundings extends Pick<TaskContext<unknown, TrainingEvent>, "scratch" | "emit" | "signal"> {
  /** The net whose first layer is trained on centred inputs, if the specification says so. */
  readonly net: LayersModel | undefined;
  readonly training: Dataset;
}

/** Provides the options of a training that resumes from its last checkpoint, for the duration of a call. */
export function trainWithCheckpoints<Result>(
  spec: NetTrainingSpec,
  seed: number,
  { net, training, signal, ...task }: Surroundings,
  train: (options: CheckpointedOptions) => Promise<Result>,
): Promise<Result> {
  return withCheckpoints(task, async (checkpoints) => {
    const options = netTrainingOptions(spec, seed, { model: net, training, emit: task.emit, signal });
    try {
      return await train({ ...options, checkpoints });
    } finally {
      options.optimizer.dispose();
    }
  });
}

/** Options of a training that resumes from its last checkpoint. */
export type CheckpointedOptions = ReturnType<typeof netTrainingOptions> & {
  readonly checkpoints: DirectoryCheckpoints;
};

/** Opens the checkpoints of a task for the duration of a call. */
export async function withCheckpoints<Result>(
  { scratch, emit }: Pick<Surroundings, "scratch" | "emit">,
  train: (checkpoints: DirectoryCheckpoints) => Promise<Result>,
): Promise<Result> {
  const checkpoints = await openCheckpoints(scratch, { onWarning: (text) => emit({ kind: "warning", text }) });
  try {
    return await train(checkpoints);
  } finally {
    await checkpoints.close();
  }
}
