import { test } from "vitest";
import { ABOUT_SPECIALISTS } from "../../src/specialists/about-specialists.ts";
import { specialists } from "../../src/specialists/specialists.ts";
import { expectKnownOptions } from "../fixtures/expect-known-options.ts";

test("the examples use options that there are", () => {
  expectKnownOptions(ABOUT_SPECIALISTS, specialists);
});
