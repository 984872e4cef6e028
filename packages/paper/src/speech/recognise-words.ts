import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { DecoderOptions } from "@dark-knowledge/speech";
import { readMatrix } from "../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../nets/internal/stage-files.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { decodeUtterances, reportDecoding } from "./internal/decode-utterances.ts";
import type { TunedDecoding } from "./internal/tune-decoding.ts";
import type { SpeechData } from "./speech-data.ts";

/** Input of {@link recogniseWords}. */
export interface RecogniseWordsInput {
  /** Partial paths that are this many nats worse than the best are dropped. */
  readonly beam: number;
}

/** Result of {@link recogniseWords}: the words of each utterance of the test set. */
export interface RecognisedWords {
  readonly words: readonly (readonly string[])[];
}

/**
 * Decodes the test set with the logits that the first needed stage, a net or an ensemble, has for its frames. A second one has the weight
 * of the language model and the insertion penalty.
 */
export const recogniseWords: Task<RecogniseWordsInput, RecognisedWords, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/recognise-words", version: 2 },
  async ({ beam }: RecogniseWordsInput, context: TaskContext<StageShared, TrainingEvent>): Promise<RecognisedWords> => {
    const data = context.shared as StageShared & SpeechData;
    const [net, decoding] = Object.values(context.needs);
    const logits = await readMatrix(net!.directory, TEST_LOGITS, data.lexicon.stateCount);
    const options = { beam, ...decodingOf(decoding?.result) };
    const progress = reportDecoding(data.testOffsets.length - 1, context);
    return { words: await decodeUtterances(logits, data.testOffsets, data, options, progress) };
  },
);

/** Returns the weight of the language model and the insertion penalty that were chosen, or else those that change nothing. */
export function decodingOf(chosen: unknown): Required<Pick<DecoderOptions, "languageWeight" | "insertionPenalty">> {
  const { languageWeight, insertionPenalty } = (chosen as TunedDecoding | undefined) ?? UNTUNED;
  return { languageWeight, insertionPenalty };
}

const UNTUNED = { languageWeight: 1, insertionPenalty: 0 };
