import { labelsOf } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { loadSpeechData } from "../../src/speech/load-speech-data.ts";
import { madeUpLanguage } from "../../src/speech/made-up-speech.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { dataSource } from "../fixtures/data-source.ts";

test("training and test set are the frames of different utterances, each between its neighbours", async () => {
  const spec = resolveSpeechSpec({ utterances: { training: 3, test: 2 }, past: 2, future: 1 });
  const { training, test: tested, testWords, testOffsets } = await loadSpeechData(spec, dataSource());
  const spoken = [0, 1, 2, 3, 4].map(madeUpLanguage().speak);
  expect(labelsOf(training)).toEqual(Int32Array.from(spoken.slice(0, 3).flatMap(({ states }) => states)));
  expect(labelsOf(tested)).toEqual(Int32Array.from(spoken.slice(3).flatMap(({ states }) => states)));
  expect(testWords).toEqual(spoken.slice(3).map(({ words }) => words));
  const [fourth, fifth] = spoken.slice(3).map(({ states }) => states.length);
  expect(testOffsets).toEqual(Int32Array.of(0, fourth!, fourth! + fifth!));
  // The second frame of the fourth utterance: before it the first twice.
  const { values, shape, starts } = tested.columns.frames!;
  expect(shape).toEqual([40]);
  const start = starts![tested.rows[1]!]!;
  const frames = spoken[3]!.features.data;
  expect(values.subarray(start, start + 40)).toEqual(
    Float32Array.of(...frames.subarray(0, 10), ...frames.subarray(0, 30)),
  );
});
