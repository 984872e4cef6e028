import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { useTemporaryDirectory } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const seen: string[] = [];

test.each([1, 2])("useTemporaryDirectory gives every test an empty directory (%i)", (round) => {
  expect(readdirSync(inside())).toEqual([]);
  expect(inside("a", "b")).toBe(join(inside(), "a", "b"));
  writeFileSync(inside("file"), String(round));
  seen.push(inside());
});

afterAll(() => {
  expect(new Set(seen).size).toBe(2);
  expect(seen.filter((path) => existsSync(path))).toEqual([]);
});
