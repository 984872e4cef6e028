import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { datasetSize, labelsOf } from "@dark-knowledge/datasets";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadAn4Data } from "../../../src/speech/an4/load-an4-data.ts";
import type { SpeechData } from "../../../src/speech/speech-data.ts";
import type { An4Spec } from "../../../src/speech/speech-spec.ts";
import { resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";
import { dataSource } from "../../fixtures/data-source.ts";
import { TINY_AN4 } from "../../fixtures/tiny-an4.ts";
import { writeAn4 } from "../../fixtures/write-an4.ts";

const directory = mkdtempSync(join(tmpdir(), "dark-knowledge-test-"));
const cache = join(directory, "cache");
const load = (over = {}) =>
  loadAn4Data(
    resolveSpeechSpec(TINY_AN4, { data: { path: join(directory, "an4") } }, over) as An4Spec,
    dataSource({ cache }),
  );
let data: SpeechData;

beforeAll(async () => {
  writeAn4(join(directory, "an4"));
  data = await load();
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("speakers are in one part each, and frames are labelled with the states of what was said, in order", () => {
  const { training, validation, test: tested, tuning, testWords, testOffsets, lexicon, stayProbs } = data;
  expect(data.facts).toEqual([
    "AN4: 24 utterances of 4 speakers for training, 6 of 1 for validation, 12 of 2 for the test",
  ]);
  const sizes = [training, tuning!.dataset, tested].map(datasetSize);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(training.columns.frames!.starts!.length);
  // Every so many frames, so that there are at most 50.
  expect(datasetSize(validation!)).toBeLessThanOrEqual(50);
  expect([...validation!.rows].every((row) => tuning!.dataset.rows.includes(row))).toBe(true);
  expect(tuning!.words).toHaveLength(6);
  expect(stayProbs).toHaveLength(lexicon.stateCount);
  // What was said is what the labels spell.
  const labels = labelsOf(tested);
  const { phones, silence, pronunciations, words } = lexicon;
  testWords.forEach((said, index) => {
    const states = [...labels.slice(testOffsets[index], testOffsets[index + 1])];
    const entered = states.filter((state, place) => state % 3 === 0 && state !== states[place - 1]);
    const heard = entered.map((state) => phones[state / 3]).filter((phone) => phone !== phones[silence]);
    const spelt = said.reduce<string[][]>(
      (before, word) =>
        before.flatMap((list) =>
          pronunciations[words.indexOf(word)]!.map((variant) => [...list, ...variant.map((phone) => phones[phone]!)]),
        ),
      [[]],
    );
    expect(spelt).toContainEqual(heard);
  });
});

test("nets see normalised cepstra of a speaker between their neighbours, each frame stored once", () => {
  const { training, test: tested } = data;
  const { values, shape, starts } = training.columns.frames!;
  expect(shape).toEqual([5 * 13]);
  expect(values.length).toBeLessThan(2 * 13 * starts!.length);
  // The frames themselves are the fourth of five.
  const own = Array.from(tested.rows, (row) => values[starts![row]! + 3 * 13]!);
  expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0, 5);
  expect(own.reduce((sum, value) => sum + value ** 2, 0) / own.length).toBeCloseTo(1, 4);
});

test("slopes are appended for the nets where they are wanted", async () => {
  const { training } = await load({ an4: { deltas: 1 } });
  expect(training.columns.frames!.shape).toEqual([5 * 26]);
});

test("an alignment is made once, and again when what is kept is damaged", async () => {
  const labels = labelsOf(data.training);
  const alignments = join(cache, "alignments");
  const path = join(alignments, readdirSync(alignments)[0]!);
  const kept = readFileSync(path, "utf8");
  // A label that no training gives shows that it was read.
  writeFileSync(path, kept.replace(/"states":\[\[\d+/, '"states":[[0'));
  expect(labelsOf((await load()).training)[0]).not.toBe(labels[0]);
  writeFileSync(path, kept.slice(0, -5));
  expect(labelsOf((await load()).training)).toEqual(labels);
  expect(readFileSync(path, "utf8")).toBe(kept);
});

test("speakers must be left to learn from", async () => {
  await expect(load({ an4: { validationSpeakers: 4 } })).rejects.toThrow(
    "spec: an4.validationSpeakers must leave at least 2 of the 5 training speakers, got 4",
  );
});

test("every frame that nets learn from has its speaker, and no fold is without one", async () => {
  const { speakers, speakerNames, training } = data;
  expect(speakers).toHaveLength(datasetSize(training));
  const changes = speakers!.filter((speaker, frame) => frame === 0 || speaker !== speakers![frame - 1]);
  expect([...changes]).toEqual([0, 1, 2, 3]);
  expect(new Set(speakerNames).size).toBe(4);
  await expect(load({ an4: { folds: 5 } })).rejects.toThrow(
    "spec: an4.folds must be at most 4 (the speakers that nets learn from), got 5",
  );
});
