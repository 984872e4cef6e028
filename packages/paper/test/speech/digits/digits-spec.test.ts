import { expect, test } from "vitest";
import { createDigitsSchema, DIGITS_SETTINGS, identifyDigits } from "../../../src/speech/digits/digits-spec.ts";
import { resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";

test("the defaults are settings", () => {
  expect(createDigitsSchema().parse(DIGITS_SETTINGS)).toEqual(DIGITS_SETTINGS);
});

test("what determines the frames is the same whatever is trained on them", () => {
  const identity = identifyDigits(DIGITS_SETTINGS);
  expect(identifyDigits({ ...DIGITS_SETTINGS, tables: ["sizes"], candidates: [] })).toEqual(identity);
  expect(identifyDigits({ ...DIGITS_SETTINGS, validationRecordings: 4 })).not.toEqual(identity);
  const { joined } = DIGITS_SETTINGS;
  expect(identifyDigits({ ...DIGITS_SETTINGS, joined: { ...joined, passes: 2 } })).not.toEqual(identity);
});

test.each([
  [{ joined: { longest: 2 } }, "spec: digits.joined.longest must be at least 3 (shortest), got 2"],
  [
    { joined: { pauses: { shortest: 1 } } },
    "spec: digits.joined.pauses.longest must be at least 1 (shortest), got 0.25",
  ],
  [{ validationRecordings: 0 }, "spec: digits.validationRecordings must be at least 1, got 0"],
  [{ validationSpeakers: 8 }, "spec: digits"],
])("%j is refused", (digits, message) => {
  expect(() => resolveSpeechSpec({ dataset: "digits", data: { path: "fsdd" } }, { digits })).toThrow(message);
});

test("digits need files, and take no settings of AN4", () => {
  expect(() => resolveSpeechSpec({ dataset: "digits" })).toThrow("spec: data must be given for digits");
  const given = { dataset: "digits", data: { path: "fsdd" }, an4: {} };
  expect(() => resolveSpeechSpec(given)).toThrow(/^spec: an4/);
});
