import { expect, test } from "vitest";
import { z } from "zod";
import {
  createRecordedFields,
  identifyRecorded,
  RECORDED_SETTINGS,
} from "../../../src/speech/recorded/recorded-settings.ts";

test("the defaults are settings", () => {
  expect(z.strictObject(createRecordedFields()).parse(RECORDED_SETTINGS)).toEqual(RECORDED_SETTINGS);
});

test("tables and decoding do not determine the frames; alignment and language model do", () => {
  const identity = identifyRecorded(RECORDED_SETTINGS);
  const { decoding, alignment } = RECORDED_SETTINGS;
  const others = { tables: ["sizes" as const], decoding: { ...decoding, beam: 1 }, candidates: [] };
  expect(identifyRecorded({ ...RECORDED_SETTINGS, ...others })).toEqual(identity);
  expect(identifyRecorded({ ...RECORDED_SETTINGS, ngrams: 3 })).not.toEqual(identity);
  expect(identifyRecorded({ ...RECORDED_SETTINGS, alignment: { ...alignment, passes: 1 } })).not.toEqual(identity);
});
