import { test } from "vitest";
import { ABOUT_COMPRESSION } from "../../src/compression/about-compression.ts";
import { compression } from "../../src/compression/compression.ts";
import { expectKnownOptions } from "../fixtures/expect-known-options.ts";

test("the examples use options that there are", () => {
  expectKnownOptions(ABOUT_COMPRESSION, compression);
});
