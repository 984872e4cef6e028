import { join } from "node:path";
import { labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { evaluateLogits, predictLogits } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { selectTaskBackend } from "../../nets/internal/select-task-backend.ts";
import { MODEL_FOLDER } from "../../nets/internal/stage-files.ts";
import type { NetSpec } from "../../nets/net-spec.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";

/** A temperature, a weight of the labels, and how much the net is regularised besides. */
export interface Softening {
  readonly temperature: number;
  readonly hardWeight: number;
  /** The dropout of the distilled net. Default: that of the nets on labels. */
  readonly dropout?: number | undefined;
}

/** Applies the dropout of a softening to a net. */
export function softenedNet(net: NetSpec, { dropout }: Pick<Softening, "dropout">): NetSpec {
  return dropout === undefined || !("dropout" in net) ? net : { ...net, dropout };
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
    return bestOf(measured);
  },
);

/** Returns the first of the candidates that get the most frames right, and all of them. */
export function bestOf(candidates: ChosenSoftening["candidates"]): ChosenSoftening {
  const best = Math.max(...candidates.map(({ validationAccuracy }) => validationAccuracy));
  const { validationAccuracy: _, ...chosen } = candidates.find((one) => one.validationAccuracy === best)!;
  return { ...chosen, candidates };
}
