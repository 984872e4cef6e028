import { join } from "node:path";
import { labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { evaluateLogits, predictLogits } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { selectTaskBackend } from "../../nets/internal/select-task-backend.ts";
import { MODEL_FOLDER } from "../../nets/internal/stage-files.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";

/** A temperature and a weight of the labels. */
export interface Softening {
  readonly temperature: number;
  readonly hardWeight: number;
}

/** Result of {@link chooseSoftening}. */
export interface ChosenSoftening extends Softening {
  /** In the order of the needed stages. */
  readonly candidates: readonly (Softening & { readonly validationAccuracy: number })[];
}

/** Chooses between distilled nets, one in each needed stage: the one that gets the most frames of the validation set right. */
export const chooseSoftening: Task<
  { readonly candidates: readonly Softening[] },
  ChosenSoftening,
  StageShared,
  TrainingEvent
> = defineTask(
  import.meta.url,
  { id: "speech/choose-softening", version: 1 },
  async (
    { candidates },
    { shared, needs, signal }: TaskContext<StageShared, TrainingEvent>,
  ): Promise<ChosenSoftening> => {
    await selectTaskBackend(shared);
    const { dataset } = (shared as StageShared & SpeechData).tuning!;
    const labels = labelsOf(dataset);
    const measured: ChosenSoftening["candidates"][number][] = [];
    for (const [index, { directory }] of Object.values(needs).entries()) {
      const net = await loadModel(join(directory, MODEL_FOLDER));
      const logits = await predictLogits(net, dataset, { signal }).finally(() => net.dispose());
      const validationAccuracy = 1 - evaluateLogits(logits, labels).errors / labels.length;
      measured.push({ ...candidates[index]!, validationAccuracy });
    }
    const best = Math.max(...measured.map(({ validationAccuracy }) => validationAccuracy));
    const { temperature, hardWeight } = measured.find(({ validationAccuracy }) => validationAccuracy === best)!;
    return { temperature, hardWeight, candidates: measured };
  },
);
