import { createMatrix } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { loadSpeechData } from "../../src/speech/load-speech-data.ts";
import { createWordErrors } from "../../src/speech/recognise-words.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";

test("a net that knows every state has no word wrong; one that knows nothing has most", async () => {
  const data = await loadSpeechData(resolveSpeechSpec({ utterances: { training: 30, test: 8 } }));
  const wordErrors = createWordErrors(data);
  const labels = labelsOf(data.test);
  const { stateCount } = data.lexicon;
  const sure = new Float32Array(labels.length * stateCount);
  labels.forEach((state, frame) => {
    sure[frame * stateCount + state] = 30;
  });
  const known = wordErrors(createMatrix(labels.length, stateCount, sure));
  expect(known.words).toBe(data.testWords.flat().length);
  expect(known.errors).toBe(0);
  expect(wordErrors(createMatrix(labels.length, stateCount, new Float32Array(sure.length))).rate).toBeGreaterThan(0.7);
});
