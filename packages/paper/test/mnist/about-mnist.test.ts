import { test } from "vitest";
import { ABOUT_MNIST } from "../../src/mnist/about-mnist.ts";
import { mnist } from "../../src/mnist/mnist.ts";
import { expectKnownOptions } from "../fixtures/expect-known-options.ts";

test("the examples use options that there are", () => {
  expectKnownOptions(ABOUT_MNIST, mnist);
});
