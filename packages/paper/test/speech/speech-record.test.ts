import { mkdirSync } from "node:fs";
import { createMatrix } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { writeMatrix } from "../../src/nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../../src/nets/internal/stage-files.ts";
import { loadSpeechData } from "../../src/speech/load-speech-data.ts";
import { speechRecord } from "../../src/speech/speech-record.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { speechTables } from "../../src/speech/speech-tables.ts";

const inside = useTemporaryDirectory();

test("a record has frame accuracy and word errors of the nets that finished, and compares their words", async () => {
  const spec = resolveSpeechSpec({ utterances: { training: 30, test: 8 }, members: [1, 2], seeds: [1] });
  const data = await loadSpeechData(spec);
  const labels = labelsOf(data.test);
  const { stateCount } = data.lexicon;
  /** Sure of the true state, but for every so many frames, where it is sure of another. */
  const logits = (wrongEvery: number) => {
    const values = new Float32Array(labels.length * stateCount);
    labels.forEach((state, frame) => {
      values[frame * stateCount + ((state + (frame % wrongEvery === 0 ? 7 : 0)) % stateCount)] = 20;
    });
    return createMatrix(labels.length, stateCount, values);
  };
  for (const [stage, wrongEvery] of [
    ["single-1", 1],
    ["ensemble", 1e9],
  ] as const) {
    mkdirSync(inside(stage));
    await writeMatrix(inside(stage), TEST_LOGITS, logits(wrongEvery));
  }
  const result = {
    figures: { errors: labels.length, nll: 20 },
    transferSize: 9,
    parameters: 7,
    history: [],
    exampleLogits: [],
  };
  const record = await speechRecord({
    ...{ spec, data, backend: "wasm", versions: {}, directoryOf: (stage) => inside(stage) },
    outcomes: new Map([
      ["single-1", { result } as never],
      ["ensemble", { result: { shares: [] } } as never],
    ]),
    failures: new Map([["single-2", new Error("no luck")]]),
  });
  const [ensemble, single, ...others] = record.nets;
  expect(others).toEqual([]);
  expect(ensemble).toMatchObject({ role: "teacher", label: "2 nets averaged" });
  // Only the first frame is wrong.
  expect(ensemble!.figures).toMatchObject({ accuracy: 1 - 1 / labels.length, wordErrorRate: 0 });
  expect(single!.figures).toMatchObject({ accuracy: 0, nll: 20 });
  expect(single!.figures.wordErrorRate).toBeGreaterThan(0.5);
  expect(record.failures).toEqual([{ name: "single-2", message: "no luck" }]);
  expect(record.dataset.sizes).toMatchObject({ test: labels.length, "test words": data.testWords.flat().length });
  const { comparisons } = record.extras as { comparisons: { first: string; second: string; difference: number }[] };
  expect(comparisons).toHaveLength(1);
  expect(comparisons[0]).toMatchObject({
    first: "single-1",
    second: "ensemble",
    difference: single!.figures.wordErrorRate,
  });
  expect(speechTables(record)[1]!.rows[0]!.cells[0]).toBe("single-1 less ensemble");
});
