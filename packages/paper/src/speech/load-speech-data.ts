import { createDataset, shareDataset } from "@dark-knowledge/datasets";
import { contextWindows, stateNames } from "@dark-knowledge/speech";
import type { DataSource } from "../data/data-source.ts";
import { loadAn4Data } from "./an4/load-an4-data.ts";
import { madeUpLanguage } from "./made-up-speech.ts";
import { partOf, type SpeechData } from "./speech-data.ts";
import { isAn4, type MadeUpSpec, type SpeechSpec } from "./speech-spec.ts";

/** Reads AN4, or speaks the utterances of the made-up language: frames between their neighbours, each with its state. */
export async function loadSpeechData(spec: SpeechSpec, source: DataSource): Promise<SpeechData> {
  return isAn4(spec) ? loadAn4Data(spec, source) : madeUpData(spec as MadeUpSpec);
}

/** Training and test set are views of one storage. */
function madeUpData({ utterances, past, future }: MadeUpSpec): SpeechData {
  const { lexicon, language, speak } = madeUpLanguage();
  const spoken = Array.from({ length: utterances.training + utterances.test }, (_, number) => speak(number));
  const { values, width, starts, offsets } = contextWindows(
    spoken.map(({ features }) => features),
    { past, future },
  );
  const dataset = shareDataset(
    createDataset({
      columns: { frames: { values, shape: [width], starts } },
      targets: {
        kind: "classes",
        labels: Int32Array.from(spoken.flatMap(({ states }) => states)),
        classNames: stateNames(lexicon),
      },
    }),
  );
  const part = (from: number, to: number) =>
    partOf(
      dataset,
      offsets.subarray(from, to + 1),
      spoken.slice(from, to).map(({ words }) => words),
    );
  const test = part(utterances.training, spoken.length);
  return {
    training: part(0, utterances.training).dataset,
    test: test.dataset,
    ...{ lexicon, language },
    testWords: test.words,
    testOffsets: test.offsets,
  };
}
