import type { SoftTargetManifest } from "@dark-knowledge/soft-targets";
import { expect, test } from "vitest";
import { answeredExamples } from "../src/answered-examples.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

test("answeredExamples leaves out what has no answer in some view", () => {
  const dataset = { ...twoClasses(10, 1), rows: Int32Array.of(7, 3, 1, 9) };
  const of = (unanswered: SoftTargetManifest["unanswered"]) =>
    answeredExamples({ manifest: { unanswered } as SoftTargetManifest }, dataset);
  const parts = [
    { augmentationSeed: 0, ids: [2, 3] },
    { augmentationSeed: 5, ids: [9] },
  ];
  expect(Array.from(of(parts).rows)).toEqual([7, 1]);
  expect(of(undefined)).toBe(dataset);
});
