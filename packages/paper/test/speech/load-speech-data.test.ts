import { labelsOf } from "@dark-knowledge/datasets";
import { featureStatistics, logMel, normaliseFeatures } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { statePlaces } from "../../src/speech/internal/state-places.ts";
import { loadSpeechData } from "../../src/speech/load-speech-data.ts";
import { MADE_UP_LOG_MELS, madeUpLanguage } from "../../src/speech/made-up-speech.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { dataSource } from "../fixtures/data-source.ts";

test("training and test set are the frames of different utterances, each between its neighbours", async () => {
  const spec = resolveSpeechSpec({ utterances: { training: 3, test: 2 }, past: 2, future: 1 });
  const {
    training,
    test: tested,
    testWords,
    testOffsets,
    frontEnd,
    recordings,
  } = await loadSpeechData(spec, dataSource());
  const spoken = [0, 1, 2, 3, 4].map(madeUpLanguage().speak);
  expect(labelsOf(training)).toEqual(Int32Array.from(spoken.slice(0, 3).flatMap(({ states }) => states)));
  expect(labelsOf(tested)).toEqual(Int32Array.from(spoken.slice(3).flatMap(({ states }) => states)));
  expect(testWords).toEqual(spoken.slice(3).map(({ words }) => words));
  const [fourth, fifth] = spoken.slice(3).map(({ states }) => states.length);
  expect(testOffsets).toEqual(Int32Array.of(0, fourth!, fourth! + fifth!));
  // The second frame of the fourth utterance: before it the first twice. What normalises it is of the training set.
  const { values, shape, starts } = tested.columns.frames!;
  expect(shape).toEqual([96]);
  const start = starts![tested.rows[1]!]!;
  const heard = spoken.map(({ samples }) => logMel(samples, MADE_UP_LOG_MELS));
  const statistics = featureStatistics(heard.slice(0, 3));
  const frames = normaliseFeatures(heard[3]!, { statistics }).data;
  expect(values.subarray(start, start + 96)).toEqual(
    Float32Array.of(...frames.subarray(0, 24), ...frames.subarray(0, 72)),
  );
  expect(frontEnd).toMatchObject({ statistics, past: 2, future: 1 });
  expect(recordings).toEqual(spoken.slice(3).map(({ words, samples }) => ({ words, samples })));
});

test("tied states are in the places of those that are known, and no more than wanted", async () => {
  const parts = { utterances: { training: 40, test: 5 } };
  const load = (states: unknown) => loadSpeechData(resolveSpeechSpec(parts, { states }), dataSource());
  const [known, tied] = [await load("monophones"), await load({ tied: 50 })];
  expect(known.lexicon.stateCount).toBe(39);
  expect(tied.lexicon.stateCount).toBe(50);
  const [places, tiedPlaces] = [statePlaces(known.lexicon), statePlaces(tied.lexicon)];
  const labels = labelsOf(tied.test);
  labelsOf(known.test).forEach((state, frame) => {
    expect(tiedPlaces[labels[frame]!]).toEqual(places[state]);
  });
  // Both states of a place that was split are labels.
  expect(new Set(labelsOf(tied.training)).size).toBe(50);
  await expect(load({ tied: 38 })).rejects.toThrow(
    "spec: states.tied must be at least 39 (the states of 13 phones), got 38",
  );
});
