import { test } from "vitest";
import { ABOUT_SPEECH } from "../../src/speech/about-speech.ts";
import { speech } from "../../src/speech/speech.ts";
import { expectKnownOptions } from "../fixtures/expect-known-options.ts";

test("the examples use options that there are", () => {
  expectKnownOptions(ABOUT_SPEECH, speech);
});
