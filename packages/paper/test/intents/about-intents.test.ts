import { test } from "vitest";
import { ABOUT_INTENTS } from "../../src/intents/about-intents.ts";
import { intents } from "../../src/intents/intents.ts";
import { expectKnownOptions } from "../fixtures/expect-known-options.ts";

test("the examples use options that there are", () => {
  expectKnownOptions(ABOUT_INTENTS, intents);
});
