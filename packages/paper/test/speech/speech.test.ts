import { expect, test } from "vitest";
import { speech } from "../../src/speech/speech.ts";

test("the two sizes of the language have folders of their own, and no files", () => {
  const specs = [{}, { dataset: "made-up-small" }].map((parts) => speech.resolve(parts));
  expect(specs.map(speech.folder)).toEqual(["speech", "speech-small"]);
  expect(specs.map(speech.takesDirectory)).toEqual([false, false]);
  const { utterances, past, future } = specs[1]!;
  expect(speech.identify(specs[1]!)).toEqual({ dataset: "made-up-small", utterances, past, future });
});
