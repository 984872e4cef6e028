import { logSoftmax, type Matrix, matrixRow } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import {
  type CorpusWordErrors,
  corpusWordErrors,
  createDecoder,
  hybridScores,
  statePriors,
} from "@dark-knowledge/speech";
import type { SpeechData } from "./load-speech-data.ts";

/** Partial paths that are this many nats worse than the best are dropped. */
const BEAM = 100;

/** Makes a function that decodes the test set with what a net says about its frames, and counts the errors. */
export function createWordErrors(data: SpeechData): (logits: Matrix<Float32Array>) => CorpusWordErrors {
  const { lexicon, language, testWords, testOffsets, training } = data;
  const decoder = createDecoder(lexicon, language, { beam: BEAM });
  const priors = statePriors([labelsOf(training)], lexicon.stateCount);
  return (logits) => {
    const heard = testWords.map((_, index) => {
      const [begin, end] = [testOffsets[index]!, testOffsets[index + 1]!];
      const logProbs = new Float64Array((end - begin) * logits.columns);
      for (let frame = begin; frame < end; frame++) {
        logProbs.set(logSoftmax(matrixRow(logits, frame)), (frame - begin) * logits.columns);
      }
      const scores = hybridScores({ rows: end - begin, columns: logits.columns, data: logProbs }, priors);
      return decoder.decode(scores)[0]?.words ?? [];
    });
    return corpusWordErrors(testWords, heard);
  };
}
