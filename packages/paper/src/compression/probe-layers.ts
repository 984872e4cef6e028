import { pruneWeights, sparsityOf } from "@dark-knowledge/compression";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { evaluate } from "@dark-knowledge/training";
import { withAttachedParts } from "../data/detach-parts.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { readNet } from "./compress-net.ts";

/** Input of a probe: the shares of a layer's weights that are left. It needs the stage of a net. */
export interface ProbeInput {
  readonly left: readonly number[];
}

/** Result of a probe: for each layer the validation errors with so many of its weights left, without training. */
export interface ProbedLayers {
  readonly layers: readonly { readonly shape: string; readonly errors: readonly number[] }[];
}

/** Prunes one layer of a net at a time, and counts the errors that this alone makes. */
export const probeLayers: Task<ProbeInput, ProbedLayers, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "compression/probe", version: 1 },
  withAttachedParts(
    async ({ left }: ProbeInput, { shared, needs, signal }: TaskContext<StageShared, TrainingEvent>) => {
      await selectTaskBackend(shared);
      const [need] = Object.values(needs);
      const model = await readNet(need!);
      try {
        const layers: { shape: string; errors: number[] }[] = [];
        for (const { layer } of (await sparsityOf(model)).layers) {
          const errors: number[] = [];
          for (const share of left) {
            const pruned = await pruneWeights(model, { sparsity: { [layer]: 1 - share } });
            const measured = evaluate(pruned, shared.validation!, { signal }).finally(() => pruned.dispose());
            errors.push((await measured).errors);
          }
          layers.push({ shape: model.getLayer(layer).getWeights()[0]!.shape.join(" × "), errors });
        }
        return { layers };
      } finally {
        model.dispose();
      }
    },
  ),
);
