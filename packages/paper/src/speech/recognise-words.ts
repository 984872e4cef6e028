import { logSoftmax, matrixRow } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { createDecoder, hybridScores, statePriors } from "@dark-knowledge/speech";
import { readMatrix } from "../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../nets/internal/stage-files.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import type { SpeechData } from "./load-speech-data.ts";

/** Result of {@link recogniseWords}: the words of each utterance of the test set. */
export interface RecognisedWords {
  readonly words: readonly (readonly string[])[];
}

/** Partial paths that are this many nats worse than the best are dropped. */
const BEAM = 100;

/** Decodes the test set with the logits that a needed stage, a net or an ensemble, has for its frames. */
export const recogniseWords: Task<object, RecognisedWords, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/recognise-words", version: 1 },
  async (_: object, context: TaskContext<StageShared, TrainingEvent>): Promise<RecognisedWords> => {
    const { lexicon, language, testOffsets, training } = context.shared as StageShared & SpeechData;
    const [need] = Object.values(context.needs);
    const logits = await readMatrix(need!.directory, TEST_LOGITS, lexicon.stateCount);
    const decoder = createDecoder(lexicon, language, { beam: BEAM });
    const priors = statePriors([labelsOf(training)], lexicon.stateCount);
    const columns = lexicon.stateCount;
    const words = Array.from(testOffsets.subarray(1), (end, index) => {
      const begin = testOffsets[index]!;
      const logProbs = new Float64Array((end - begin) * columns);
      for (let frame = begin; frame < end; frame++) {
        logProbs.set(logSoftmax(matrixRow(logits, frame)), (frame - begin) * columns);
      }
      const scores = hybridScores({ rows: end - begin, columns, data: logProbs }, priors);
      return decoder.decode(scores)[0]?.words ?? [];
    });
    return { words };
  },
);
