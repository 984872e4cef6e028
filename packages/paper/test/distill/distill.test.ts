import { expect, test } from "vitest";
import { distill } from "../../src/distill/distill.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

// test/run-experiment.test.ts runs it.
test("the same specification has the same folder, another one another", () => {
  expect(distill.folder(tinySpec())).toMatch(/^digits-[0-9a-f]{6}$/);
  expect(distill.folder(tinySpec())).toBe(distill.folder(tinySpec()));
  expect(distill.folder(tinySpec({ temperature: 5 }))).not.toBe(distill.folder(tinySpec()));
});

test("generated digits and data of one's own lie in no directory that could be named", () => {
  expect(distill.takesDirectory(tinySpec())).toBe(false);
  expect(distill.takesDirectory(distill.resolve({ data: { path: "a.csv", label: "b" } }))).toBe(false);
  expect(distill.takesDirectory(tinySpec({ dataset: "mnist" }))).toBe(true);
});
