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
import { dataSource } from "../fixtures/data-source.ts";

const inside = useTemporaryDirectory();

test("a record has frame accuracy and word errors of the nets that finished, and compares their words", async () => {
  const spec = resolveSpeechSpec({ utterances: { training: 3, test: 8 }, members: [1, 2], seeds: [1] });
  const data = await loadSpeechData(spec, dataSource());
  const labels = labelsOf(data.test);
  const { stateCount } = data.lexicon;
  // Sure of the true state, but for the first frame.
  const logits = new Float32Array(labels.length * stateCount);
  labels.forEach((state, frame) => {
    logits[frame * stateCount + (frame === 0 ? (state + 1) % stateCount : state)] = 20;
  });
  for (const stage of ["single-1", "ensemble"]) {
    mkdirSync(inside(stage));
    await writeMatrix(inside(stage), TEST_LOGITS, createMatrix(labels.length, stateCount, logits));
  }
  const net = {
    figures: { errors: labels.length / 2, nll: 20 },
    transferSize: 9,
    parameters: 7,
    history: [],
    exampleLogits: [],
  };
  const results = {
    "single-1": net,
    // Its words failed.
    "single-2": net,
    ensemble: { shares: [] },
    "words-single-1": { words: data.testWords.map((words) => words.slice(1)) },
    "words-ensemble": { words: data.testWords },
  };
  const record = await speechRecord({
    ...{ spec, data, backend: "wasm", versions: {}, directoryOf: (stage) => inside(stage) },
    outcomes: new Map(Object.entries(results).map(([stage, result]) => [stage, { result } as never])),
    failures: new Map([["words-single-2", new Error("no luck")]]),
  });
  const words = data.testWords.flat().length;
  const [ensemble, single, ...others] = record.nets;
  expect(others).toEqual([]);
  expect(ensemble).toMatchObject({ role: "teacher", label: "2 nets averaged" });
  expect(ensemble!.figures).toMatchObject({ accuracy: 1 - 1 / labels.length, wordErrorRate: 0 });
  expect(single!.figures).toEqual({ accuracy: 0.5, nll: 20, wordErrorRate: 8 / words });
  expect(single!.fidelity).toMatchObject({ agreement: 1 });
  expect(record.failures).toEqual([{ name: "words-single-2", message: "no luck" }]);
  expect(record.dataset.sizes).toMatchObject({ test: labels.length, "test words": words });
  const { comparisons } = record.extras as { comparisons: { first: string; second: string; difference: number }[] };
  expect(comparisons).toHaveLength(1);
  expect(comparisons[0]).toMatchObject({ first: "single-1", second: "ensemble", difference: 8 / words });
});
