import { createDataset, type Dataset, selectRows, shareDataset } from "@dark-knowledge/datasets";
import { contextWindows, type Lexicon, type NgramModel } from "@dark-knowledge/speech";
import type { ExperimentData } from "../data/experiment-data.ts";
import { madeUpLanguage } from "./made-up-speech.ts";
import type { SpeechSpec } from "./speech-spec.ts";

/** The frames of `reproduce speech`, and what decoding needs. */
export interface SpeechData extends ExperimentData {
  readonly lexicon: Lexicon;
  readonly language: NgramModel;
  /** The words of each utterance of the test set. */
  readonly testWords: readonly (readonly string[])[];
  /** The first frame of each utterance of the test set, and behind them the number of its frames. */
  readonly testOffsets: Int32Array;
}

/** Speaks the utterances: frames between their neighbours, each with its state. Training and test set are views of one storage. */
export async function loadSpeechData({ utterances, past, future }: SpeechSpec): Promise<SpeechData> {
  const { lexicon, language, speak } = madeUpLanguage();
  const spoken = Array.from({ length: utterances.training + utterances.test }, (_, number) => speak(number));
  const windows = contextWindows(
    spoken.map(({ features }) => features),
    { past, future },
  );
  const { data: values } = windows.batch(Int32Array.from({ length: windows.count }, (_, frame) => frame));
  const dataset = shareDataset(
    createDataset({
      columns: { frames: { values, shape: [windows.width] } },
      targets: {
        kind: "classes",
        labels: Int32Array.from(spoken.flatMap(({ states }) => states)),
        classNames: stateNames(lexicon),
      },
    }),
  );
  const begin = windows.offsets[utterances.training]!;
  const part = (from: number, to: number): Dataset => selectRows(dataset, dataset.rows.subarray(from, to));
  return {
    training: part(0, begin),
    test: part(begin, windows.count),
    ...{ lexicon, language },
    testWords: spoken.slice(utterances.training).map(({ words }) => words),
    testOffsets: windows.offsets.slice(utterances.training).map((offset) => offset - begin),
  };
}

/** `A 1`, `A 2`, `A 3`, `B 1`, … */
function stateNames({ phones, statesPerPhone }: Lexicon): string[] {
  return phones.flatMap((phone) => Array.from({ length: statesPerPhone }, (_, state) => `${phone} ${state + 1}`));
}
