import { join } from "node:path";
import { labelsOf } from "@dark-knowledge/datasets";
import type { TaskContext } from "@dark-knowledge/pipeline";
import { evaluateLogits, predictLogits } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { selectTaskBackend } from "../../nets/internal/select-task-backend.ts";
import { MODEL_FOLDER } from "../../nets/internal/stage-files.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";

/** The shares of the frames of the validation set that nets get right, one net in each needed stage, in their order. */
export async function validationAccuracies({
  shared,
  needs,
  signal,
}: TaskContext<StageShared, TrainingEvent>): Promise<readonly number[]> {
  await selectTaskBackend(shared);
  const { dataset } = (shared as StageShared & SpeechData).tuning!;
  const labels = labelsOf(dataset);
  const accuracies: number[] = [];
  for (const { directory } of Object.values(needs)) {
    const net = await loadModel(join(directory, MODEL_FOLDER));
    const logits = await predictLogits(net, dataset, { signal }).finally(() => net.dispose());
    accuracies.push(1 - evaluateLogits(logits, labels).errors / labels.length);
  }
  return accuracies;
}
