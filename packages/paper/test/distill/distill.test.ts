import { expect, test } from "vitest";
import { distill } from "../../src/distill/distill.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

// test/run-experiment.test.ts runs it.
test("the same specification has the same folder, another one another", () => {
  expect(distill.folder(tinySpec())).toMatch(/^digits-[0-9a-f]{6}$/);
  expect(distill.folder(tinySpec())).toBe(distill.folder(tinySpec()));
  expect(distill.folder(tinySpec({ temperature: 5 }))).not.toBe(distill.folder(tinySpec()));
});

test("generated digits need no files", () => {
  expect(distill.isGenerated(tinySpec())).toBe(true);
  expect(distill.isGenerated(tinySpec({ dataset: "mnist" }))).toBe(false);
});
