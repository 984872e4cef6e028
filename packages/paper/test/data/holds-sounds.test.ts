import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { holdsSounds } from "../../src/data/holds-sounds.ts";

const inside = useTemporaryDirectory();

test("a directory with recordings at any depth holds sounds, unless there are images too", () => {
  expect(holdsSounds(inside("none"))).toBe(false);
  mkdirSync(inside("clips", "yes"), { recursive: true });
  expect(holdsSounds(inside("clips"))).toBe(false);
  writeFileSync(inside("clips", "yes", "one.WAV"), "");
  expect(holdsSounds(inside("clips"))).toBe(true);
  writeFileSync(inside("clips", "cover.jpeg"), "");
  expect(holdsSounds(inside("clips"))).toBe(false);
});
