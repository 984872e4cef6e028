import { createMatrix, type Matrix, yieldToEventLoop } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import type { TaskContext } from "@dark-knowledge/pipeline";
import { type DecoderOptions, statePriors } from "@dark-knowledge/speech";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";
import { createWordFinder } from "./word-finder.ts";

/** The listener of a recognition, and the signal that ends it. */
export interface DecodingProgress {
  readonly signal: AbortSignal;
  /** An utterance is done. */
  readonly onUtterance: () => void;
}

/**
 * Recognises the words of utterances. Between them, signals and messages have their turn.
 *
 * @param logits frames × states, one utterance behind the other
 * @param offsets the first frame of each utterance, and behind them the number of frames
 */
export async function decodeUtterances(
  { data, columns }: Matrix,
  offsets: Int32Array,
  spoken: SpeechData,
  options: DecoderOptions,
  { signal, onUtterance }: DecodingProgress,
): Promise<readonly (readonly string[])[]> {
  const find = createWordFinder({ ...spoken, priors: priorsOf(spoken) }, options);
  const words: (readonly string[])[] = [];
  for (let index = 0; index + 1 < offsets.length; index++) {
    const [begin, end] = [offsets[index]!, offsets[index + 1]!];
    words.push(find(createMatrix(end - begin, columns, data.subarray(begin * columns, end * columns))));
    onUtterance();
    await yieldToEventLoop();
    signal.throwIfAborted();
  }
  return words;
}

/** Reports utterance after utterance as examples of a stage of so many. */
export function reportDecoding(
  total: number,
  { signal, emit }: Pick<TaskContext<unknown, TrainingEvent>, "signal" | "emit">,
): DecodingProgress {
  let done = 0;
  emit({ kind: "begin", total });
  return { signal, onUtterance: () => emit({ kind: "step", done: ++done }) };
}

/** The share of each state in the training set. */
export function priorsOf({ training, lexicon }: SpeechData): Float64Array {
  return statePriors([labelsOf(training)], lexicon.stateCount);
}
