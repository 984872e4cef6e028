import { existsSync, statSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { makeDirectory } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();

describe("makeDirectory(functionName, directory)", () => {
  test("makes a directory with its parents, and takes one that is there", async () => {
    await makeDirectory("f", inside("a", "b", "c"));
    await makeDirectory("f", inside("a", "b", "c"));
    expect(statSync(inside("a", "b", "c")).isDirectory()).toBe(true);
  });

  test("says what is in the way", async () => {
    writeFileSync(inside("file"), "");
    for (const path of [inside("file"), inside("file", "s")]) {
      await expect(makeDirectory("f", path)).rejects.toThrow(
        `f: cannot write to ${path} (ENOTDIR); choose another directory`,
      );
    }
  });

  test.runIf(existsSync("/proc/self"))("ends where a file system refuses new folders", async () => {
    await expect(makeDirectory("f", "/proc/no/such")).rejects.toThrow(
      "f: cannot write to /proc/no/such (ENOENT); choose another directory",
    );
  });
});
