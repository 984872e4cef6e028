import { join } from "node:path";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { corpusWordErrors } from "@dark-knowledge/speech";
import { predictLogits } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import { selectTaskBackend } from "../../nets/internal/select-task-backend.ts";
import { MODEL_FOLDER } from "../../nets/internal/stage-files.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { DecodingSpec } from "../recorded/recorded-settings.ts";
import type { SpeechData } from "../speech-data.ts";
import { decodeUtterances, reportDecoding } from "./decode-utterances.ts";

/** A way to decode, and its word errors on the validation set. */
interface DecodingCandidate {
  readonly languageWeight: number;
  readonly insertionPenalty: number;
  readonly wordErrorRate: number;
}

/** Result of {@link tuneDecoding}. */
export interface TunedDecoding extends Pick<DecodingCandidate, "languageWeight" | "insertionPenalty"> {
  readonly candidates: readonly DecodingCandidate[];
}

/**
 * Chooses the weight of the language model and the insertion penalty: those with which the net of the needed stage makes the fewest word
 * errors on the validation set.
 */
export const tuneDecoding: Task<DecodingSpec, TunedDecoding, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/tune-decoding", version: 1 },
  async (
    { languageWeights, insertionPenalties, beam }: DecodingSpec,
    context: TaskContext<StageShared, TrainingEvent>,
  ): Promise<TunedDecoding> => {
    const { shared, needs, signal } = context;
    await selectTaskBackend(shared);
    const data = shared as StageShared & SpeechData;
    const { dataset, words, offsets } = data.tuning!;
    const net = await loadModel(join(Object.values(needs)[0]!.directory, MODEL_FOLDER));
    const logits = await predictLogits(net, dataset, { signal }).finally(() => net.dispose());
    const count = languageWeights.length * insertionPenalties.length;
    const progress = reportDecoding(count * words.length, context);
    const candidates: DecodingCandidate[] = [];
    for (const languageWeight of languageWeights) {
      for (const insertionPenalty of insertionPenalties) {
        const options = { languageWeight, insertionPenalty, beam };
        const found = await decodeUtterances(logits, offsets, data, options, progress);
        const { rate: wordErrorRate } = corpusWordErrors(words, found);
        candidates.push({ languageWeight, insertionPenalty, wordErrorRate });
      }
    }
    const best = Math.min(...candidates.map(({ wordErrorRate }) => wordErrorRate));
    const { languageWeight, insertionPenalty } = candidates.find(({ wordErrorRate }) => wordErrorRate === best)!;
    return { languageWeight, insertionPenalty, candidates };
  },
);
