import { labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { corpusWordErrors } from "@dark-knowledge/speech";
import { evaluateLogits } from "@dark-knowledge/training";
import { readMatrix } from "../../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../../nets/internal/stage-files.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { decodingOf } from "../recognise-words.ts";
import type { SpeechData } from "../speech-data.ts";
import { decodeUtterances, reportDecoding } from "./decode-utterances.ts";
import { type LeftOut, otherFolds } from "./other-folds.ts";

/** Input of {@link recogniseLeftOut}. */
export interface RecogniseLeftOutInput {
  readonly folds: number;
  /** Partial paths that are this many nats worse than the best are dropped. */
  readonly beam: number;
}

/** Counts of a net on the speakers of a fold, of whom it has heard nothing. */
export interface LeftOutFold {
  readonly frames: number;
  /** Of frames. */
  readonly errors: number;
  readonly words: number;
  readonly wordErrors: number;
}

/**
 * Measures nets, or ensembles, on the training speakers that they have not heard: their frames and their words. The needed stages are those of
 * the folds, in their order, and that of the weight of the language model and the insertion penalty.
 */
export const recogniseLeftOut: Task<RecogniseLeftOutInput, readonly LeftOutFold[], StageShared, TrainingEvent> =
  defineTask(
    import.meta.url,
    { id: "speech/recognise-left-out", version: 1 },
    async (
      { folds, beam }: RecogniseLeftOutInput,
      context: TaskContext<StageShared, TrainingEvent>,
    ): Promise<readonly LeftOutFold[]> => {
      const needs = Object.values(context.needs);
      const decoding = decodingOf(needs[folds]?.result);
      const measured: LeftOutFold[] = [];
      const { learned } = context.shared as StageShared & SpeechData;
      const progress = reportDecoding(learned!.words.length, context);
      for (let fold = 0; fold < folds; fold++) {
        // The priors of states, too, are of the other speakers.
        const data = otherFolds(context.shared, { fold, folds }) as StageShared & SpeechData;
        const { words, offsets } = utterancesOf(data, { fold, folds });
        const labels = labelsOf(data.test);
        const logits = await readMatrix(needs[fold]!.directory, TEST_LOGITS, data.lexicon.stateCount);
        const found = await decodeUtterances(logits, offsets, data, { beam, ...decoding }, progress);
        const { words: count, errors: wordErrors } = corpusWordErrors(words, found);
        measured.push({
          ...{ frames: labels.length, errors: evaluateLogits(logits, labels).errors },
          ...{ words: count, wordErrors },
        });
      }
      return measured;
    },
  );

/** The utterances of the speakers of a fold, one behind the other. */
function utterancesOf({ learned, speakers }: SpeechData, { fold, folds }: LeftOut) {
  const { words, offsets } = learned!;
  const chosen = words.flatMap((_, index) => (speakers![offsets[index]!]! % folds === fold ? [index] : []));
  const ends = new Int32Array(chosen.length + 1);
  for (const [place, index] of chosen.entries()) ends[place + 1] = ends[place]! + offsets[index + 1]! - offsets[index]!;
  return { words: chosen.map((index) => words[index]!), offsets: ends };
}
