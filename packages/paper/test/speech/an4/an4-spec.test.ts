import { expect, test } from "vitest";
import { AN4_SETTINGS, createAn4Schema, identifyAn4 } from "../../../src/speech/an4/an4-spec.ts";
import { resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";

test("the defaults are settings", () => {
  expect(createAn4Schema().parse(AN4_SETTINGS)).toEqual(AN4_SETTINGS);
});

test("what determines the frames is the same whatever is trained on them", () => {
  const { alignment, unlabelled } = AN4_SETTINGS;
  const identity = identifyAn4(AN4_SETTINGS);
  expect(identifyAn4({ ...AN4_SETTINGS, tables: ["sizes"], candidates: [] })).toEqual(identity);
  expect(identifyAn4({ ...AN4_SETTINGS, unlabelled: { ...unlabelled, share: 0.2 } })).not.toEqual(identity);
  expect(identifyAn4({ ...AN4_SETTINGS, alignment: { ...alignment, passes: 9 } })).not.toEqual(identity);
});

test.each([
  [
    { an4: { tables: ["table 1"] } },
    "spec: an4.tables.0 must be one of ensemble, speakers, regularisers, unlabelled, sizes",
  ],
  [{ an4: { folds: 1 } }, "spec: an4.folds"],
  [{ an4: { regularisers: { shares: [1.5] } } }, "spec: an4.regularisers.shares.0 must be below 1, got 1.5"],
  [{ an4: { decoding: { languageWeights: [] } } }, "spec: an4.decoding.languageWeights "],
])("%j is refused", (given, message) => {
  expect(() => resolveSpeechSpec({ data: { path: "an4" } }, given)).toThrow(message);
});
