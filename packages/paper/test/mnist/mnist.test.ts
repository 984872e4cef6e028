import { expect, test } from "vitest";
import { mnist } from "../../src/mnist/mnist.ts";

// test/run-experiment.test.ts runs it.
test("all runs of section 3 share a folder, whichever of its tables they are for", () => {
  const [all, some] = [{}, { tables: ["patient"] }].map((given) => mnist.resolve(given));
  expect(mnist.folder(some!)).toBe(mnist.folder(all!));
  expect(mnist.identify(some!)).toEqual(mnist.identify(all!));
});
