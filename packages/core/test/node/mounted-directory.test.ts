import { readdirSync, readFileSync } from "node:fs";
import { useDisk, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { openDirectory } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const isOwn = (name: string) => name.startsWith("data-");
const file = (name: string, bytes: number) => ({ name, parts: [new Uint8Array(bytes)] });

const disk = useDisk(() => inside("disk"));

describe("a directory that is a file system of its own", () => {
  test("is written to in place, though nothing can be renamed over it", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    const directory = await openDirectory("f", inside("disk"), { isOwn });
    await directory.write([file("data-1", 10)]);
    await directory.close();
    expect(readdirSync(inside("disk"))).toEqual(["data-1"]);
  });

  test("is full: one line says so, and what was there before is kept", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    const directory = await openDirectory("f", inside("disk"), { isOwn });
    await directory.write([file("data-1", 10)]);
    await expect(directory.write([file("data-2", 10), file("data-1", 2 ** 17)])).rejects.toThrow(
      `f: cannot write ${inside("disk", "data-1")} (ENOSPC); make room on its disk and try again, what was there before is kept`,
    );
    // With the room that there is now it goes on.
    await directory.write([file("data-3", 100)]);
    await directory.close();
    expect(readFileSync(inside("disk", "data-1"))).toHaveLength(10);
    expect(readdirSync(inside("disk")).sort()).toEqual(["data-1", "data-3"]);
  });

  test("cannot be written to: one line says so before anything is begun", async (context) => {
    if (!disk.isMounted) context.skip("this machine mounts nothing for tests");
    disk.remount("ro");
    for (const path of [inside("disk"), inside("disk", "new")]) {
      await expect(openDirectory("f", path, { isOwn })).rejects.toThrow(/^f: cannot write to \S+ \(EROFS\); [^\n]*$/);
    }
  });
});
