import { expect, test } from "vitest";
import { specialists } from "../../src/specialists/specialists.ts";

// test/run-experiment.test.ts runs it.
test("what decides the data identifies it", () => {
  const [one, other] = [600, 700].map((trainSize) => specialists.resolve({ dataset: "generated", trainSize }));
  expect(specialists.identify(one!)).not.toEqual(specialists.identify(other!));
  expect(specialists.takesDirectory(one!)).toBe(false);
  expect(specialists.takesDirectory(specialists.resolve({}))).toBe(true);
});
