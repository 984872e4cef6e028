import { writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { readSpec } from "../../src/options/read-spec.ts";

const inside = useTemporaryDirectory();

test("readSpec(file) gives what the file says, and nothing without one", async () => {
  writeFileSync(inside("spec.json"), '{"temperature": 3}');
  expect(await readSpec(inside("spec.json"))).toEqual({ temperature: 3 });
  expect(await readSpec(undefined)).toEqual({});
});

test("readSpec(file) names a file that is missing or no JSON", async () => {
  await expect(readSpec(inside("none.json"))).rejects.toThrow(`--spec: cannot read ${inside("none.json")} (ENOENT)`);
  writeFileSync(inside("broken.json"), "{");
  await expect(readSpec(inside("broken.json"))).rejects.toThrow(/^--spec: .*broken\.json is not JSON \(.*\)$/);
});
