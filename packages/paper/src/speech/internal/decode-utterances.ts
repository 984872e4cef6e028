import { logSoftmax, type Matrix, matrixRow } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { createDecoder, type DecoderOptions, hybridScores, statePriors } from "@dark-knowledge/speech";
import type { SpeechData } from "../speech-data.ts";

/**
 * Recognises the words of utterances.
 *
 * @param logits frames × states, one utterance behind the other
 * @param offsets the first frame of each utterance, and behind them the number of frames
 */
export function decodeUtterances(
  logits: Matrix,
  offsets: Int32Array,
  { lexicon, language, stayProbs, training }: SpeechData,
  options: DecoderOptions,
): readonly (readonly string[])[] {
  const decoder = createDecoder(lexicon, language, { ...options, ...(stayProbs ? { stayProbs } : {}) });
  const columns = lexicon.stateCount;
  const labels = labelsOf(training);
  const priors = statePriors([labels], columns);
  return Array.from(offsets.subarray(1), (end, index) => {
    const begin = offsets[index]!;
    const logProbs = new Float64Array((end - begin) * columns);
    for (let frame = begin; frame < end; frame++) {
      logProbs.set(logSoftmax(matrixRow(logits, frame)), (frame - begin) * columns);
    }
    const scores = hybridScores({ rows: end - begin, columns, data: logProbs }, priors);
    return decoder.decode(scores)[0]?.words ?? [];
  });
}
