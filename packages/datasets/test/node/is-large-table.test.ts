import { truncateSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { isLargeTable } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();

test("isLargeTable(path) looks at the name and the size", async () => {
  writeFileSync(inside("a.arrow"), "");
  // Takes no room on the disk.
  truncateSync(inside("a.arrow"), 2 ** 28);
  expect([await isLargeTable("none.csv"), await isLargeTable(inside("a.arrow"))]).toEqual([false, false]);
  truncateSync(inside("a.arrow"), 2 ** 28 + 1);
  expect(await isLargeTable(inside("a.arrow"))).toBe(true);
  await expect(isLargeTable(inside("none.arrow"))).rejects.toThrow(
    `isLargeTable: ${inside("none.arrow")} cannot be read (ENOENT)`,
  );
});
