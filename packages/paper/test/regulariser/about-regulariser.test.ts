import { test } from "vitest";
import { ABOUT_REGULARISER } from "../../src/regulariser/about-regulariser.ts";
import { regulariser } from "../../src/regulariser/regulariser.ts";
import { expectKnownOptions } from "../fixtures/expect-known-options.ts";

test("the examples use options that there are", () => {
  expectKnownOptions(ABOUT_REGULARISER, regulariser);
});
