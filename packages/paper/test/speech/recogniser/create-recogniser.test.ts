import { createMatrix } from "@dark-knowledge/core";
import { artifactsOf, compileModel } from "@dark-knowledge/runtime";
import { createMlp, predictLogits } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { decodeUtterances, priorsOf } from "../../../src/speech/internal/decode-utterances.ts";
import { loadSpeechData } from "../../../src/speech/load-speech-data.ts";
import { createRecogniser } from "../../../src/speech/recogniser/create-recogniser.ts";
import { resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";
import { dataSource } from "../../fixtures/data-source.ts";

test("a recogniser has the logits and the words that the stages of the experiment have for the same utterance", async () => {
  const data = await loadSpeechData(resolveSpeechSpec({ utterances: { training: 10, test: 4 } }), dataSource());
  const { stateCount } = data.lexicon;
  const [width] = data.test.columns.frames!.shape;
  const model = createMlp({ exampleShape: [width!], hiddenUnits: [9], classCount: stateCount, seed: 3 });
  // As sure as a trained one, so that words differ.
  const last = model.layers.at(-1)!;
  tf.tidy(() => last.setWeights(last.getWeights().map((weight) => tf.mul(weight, 10))));
  const logits = await predictLogits(model, data.test);
  const decoding = { beam: 100, languageWeight: 0.1, insertionPenalty: -5 };
  const progress = { signal: new AbortController().signal, onUtterance() {} };
  const words = await decodeUtterances(logits, data.testOffsets, data, decoding, progress);
  expect(new Set(words.flat()).size).toBeGreaterThan(2);

  const net = compileModel(await artifactsOf(model));
  model.dispose();
  const recogniser = createRecogniser({ ...data, priors: priorsOf(data), decoding, net });
  data.recordings.forEach(({ samples }, index) => {
    const heard = recogniser.hear(samples!);
    const [begin, end] = [data.testOffsets[index]!, data.testOffsets[index + 1]!];
    expect(heard.logits.data).toBeAllClose(logits.data.subarray(begin * stateCount, end * stateCount), { atol: 1e-4 });
    expect(heard.words).toEqual(words[index]);
    expect(recogniser.hearFrames(heard.frames)).toEqual(heard);
  });
  expect(recogniser.hear(new Float32Array(100))).toMatchObject({ frames: { rows: 0 }, words: [] });
  expect(recogniser.hearFrames(createMatrix(0, 24, new Float32Array())).words).toEqual([]);
  net.dispose();
});
