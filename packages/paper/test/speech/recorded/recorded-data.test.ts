import { createMatrix, createRandom } from "@dark-knowledge/core";
import { datasetSize } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { type RecordedParts, recordedData, speakersOf } from "../../../src/speech/recorded/recorded-data.ts";
import { type RecordedSpec, resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";
import { TINY_DIGITS } from "../../fixtures/tiny-digits.ts";

const inside = useTemporaryDirectory();
const SOUNDS = { A: [4, 0], B: [0, 4] } as const;

/** Utterances of A and B by two speakers, one of whom is louder. */
function partsOf(normalised: RecordedParts["normalised"]): RecordedParts {
  const random = createRandom(5);
  const say = (speaker: string, phones: readonly ("A" | "B")[]) => {
    const frames = phones.flatMap((phone) =>
      Array.from({ length: 6 }, () =>
        SOUNDS[phone].map((mean) => mean + (speaker === "ann" ? 9 : 0) + random.normal()),
      ),
    );
    const cepstra = createMatrix(frames.length, 2, Float32Array.from(frames.flat()));
    return { speaker, words: [...phones], cepstra };
  };
  const both = (count: number) =>
    ["ann", "bob"].flatMap((speaker) =>
      Array.from({ length: count }, (_, index) => say(speaker, index % 2 === 0 ? ["A", "B"] : ["B", "A", "A"])),
    );
  return {
    pronunciations: new Map([
      ["A", [["A"]]],
      ["B", [["B"]]],
    ]),
    ...{ training: both(6), validation: both(2), test: both(2), normalised },
    hearing: { logMels: { sampleRate: 8000 }, coefficients: 2 },
    ...{ key: { normalised }, cache: inside("cache") },
  };
}

const spec = (over = {}) =>
  resolveSpeechSpec(
    TINY_DIGITS,
    { data: { path: "x" }, digits: { tables: ["ensemble"] } },
    { digits: over },
  ) as RecordedSpec;

test("the parts are the utterances one behind the other, with the words of each", async () => {
  const parts = partsOf("speaker");
  const {
    training,
    tuning,
    validation,
    test: tested,
    testWords,
    testOffsets,
    labelledFrames,
    recordings,
  } = await recordedData(spec({ curveFrames: 20 }), parts);
  expect(datasetSize(training)).toBe(2 * 3 * (12 + 18));
  expect(datasetSize(tuning!.dataset)).toBe(2 * (12 + 18));
  expect(datasetSize(validation!)).toBe(20);
  expect(datasetSize(tested)).toBe(60);
  expect(testOffsets).toEqual(Int32Array.of(0, 12, 30, 42, 60));
  expect(testWords[1]).toEqual(["B", "A", "A"]);
  // The first of two speakers.
  expect(labelledFrames).toBe(90);
  expect(recordings[0]).toEqual({ words: ["A", "B"], frames: parts.test[0]!.cepstra });
});

test.each(["speaker", "utterance"] as const)("features are normalised by the %s", async (normalised) => {
  const { test: tested, testOffsets } = await recordedData(spec(), partsOf(normalised));
  const { values, starts } = tested.columns.frames!;
  // Of five frames the fourth is that in question.
  const meanOf = (from: number, to: number) => {
    const own = Array.from(tested.rows.subarray(from, to), (row) => values[starts![row]! + 3 * 2]!);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  const ends = normalised === "speaker" ? [0, 30, 60] : testOffsets;
  for (let part = 1; part < ends.length; part++) expect(meanOf(ends[part - 1]!, ends[part]!)).toBeCloseTo(0, 5);
  if (normalised === "speaker") expect(Math.abs(meanOf(12, 30))).toBeGreaterThan(0.05);
});

test("there are no more folds than speakers", async () => {
  await expect(recordedData(spec({ folds: 3 }), partsOf("speaker"))).rejects.toThrow(
    "spec: digits.folds must be at most 2 (the speakers that nets learn from), got 3",
  );
  // Those of the table count where it is wanted.
  const wanted = { tables: ["speakers"], leftOut: { folds: 3 } };
  await expect(recordedData(spec(wanted), partsOf("speaker"))).rejects.toThrow(
    "spec: digits.leftOut.folds must be at most 2 (the speakers that nets learn from), got 3",
  );
});

test("speakers are in the order of their utterances", () => {
  expect(speakersOf([{ speaker: "eve" }, { speaker: "ann" }, { speaker: "eve" }])).toEqual(["eve", "ann"]);
});
