import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { readRegularFile } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();

describe("readRegularFile(path, mostBytes)", () => {
  test("gives the bytes of a file, in memory of their own", async () => {
    writeFileSync(inside("file"), "four");
    symlinkSync(inside("file"), inside("link"));
    for (const name of ["file", "link"]) {
      const bytes = await readRegularFile(inside(name), 4);
      expect(new TextDecoder().decode(bytes)).toBe("four");
      expect(bytes.buffer.byteLength).toBe(4);
    }
    writeFileSync(inside("file"), "");
    expect(await readRegularFile(inside("file"), 0)).toEqual(new Uint8Array(0));
  });

  test("takes no memory for one that is longer than allowed", async () => {
    writeFileSync(inside("file"), "");
    // Holes take no room on the disk.
    truncateSync(inside("file"), 2 ** 42);
    await expect(readRegularFile(inside("file"), 1000)).rejects.toMatchObject({
      code: "4398046511104 bytes, more than 1000",
    });
    truncateSync(inside("file"), 2 ** 43 - 1);
    await expect(readRegularFile(inside("file"), 2 ** 50)).rejects.toMatchObject({
      code: "8796093022207 bytes, more than there is memory for",
    });
  });

  test("refuses what is not a file, and never waits for it", async () => {
    mkdirSync(inside("folder"));
    await expect(readRegularFile(inside("folder"), 9)).rejects.toMatchObject({ code: "not a file" });
    await expect(readRegularFile(inside("missing"), 9)).rejects.toMatchObject({ code: "ENOENT" });
    if (process.platform === "win32") return;
    execFileSync("mkfifo", [inside("pipe")]);
    await expect(readRegularFile(inside("pipe"), 9)).rejects.toMatchObject({ code: "not a file" });
  });

  test.runIf(existsSync("/dev/zero"))("refuses a device without end", async () => {
    symlinkSync("/dev/zero", inside("endless"));
    await expect(readRegularFile(inside("endless"), 9)).rejects.toMatchObject({ code: "not a file" });
  });
});
