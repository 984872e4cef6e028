import { execFileSync } from "node:child_process";
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

test("readSpec(file) waits for no pipe, reads no endless device, and shows no whole file", async () => {
  execFileSync("mkfifo", [inside("pipe")]);
  const cannot = (file: string, why: string) => `--spec: cannot read ${file} (${why})`;
  await expect(readSpec(inside("pipe"))).rejects.toThrow(cannot(inside("pipe"), "not a file"));
  await expect(readSpec("/dev/zero")).rejects.toThrow(cannot("/dev/zero", "not a file"));
  writeFileSync(inside("long.json"), `{"student": [\n${"x".repeat(5e5)}`);
  const file = inside("long.json");
  await expect(readSpec(file)).rejects.toThrow(/^--spec: .*long\.json is not JSON \(.{1,210}\)$/);
});
