import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterEach, describe, expect, test, vi } from "vitest";
import { openDirectory } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const isOwn = (name: string) => /^(index|data-\d)$/.test(name);
const file = (name: string, text: string) => ({ name, parts: [new TextEncoder().encode(text)] });
const read = (name: string) => readFileSync(inside("d", name), "utf8");
const here = () => readdirSync(inside("d")).sort();

afterEach(() => void vi.restoreAllMocks());

describe("openDirectory(functionName, path, { isOwn })", () => {
  test("writes files, lists its own, removes them, and leaves others alone", async () => {
    mkdirSync(inside("d"));
    writeFileSync(inside("d", "notes.txt"), "mine");
    const directory = await openDirectory("f", inside("d"), { isOwn });
    await directory.write([file("data-1", "one"), file("index", "1")]);
    await directory.write([file("data-2", "two"), file("index", "2")]);
    expect((await directory.list()).sort()).toEqual(["data-1", "data-2", "index"]);
    await directory.remove(["data-1", "data-7"]);
    await directory.close();
    expect(here()).toEqual(["data-2", "index", "notes.txt"]);
    expect([read("data-2"), read("index"), read("notes.txt")]).toEqual(["two", "2", "mine"]);
  });

  test("brings each file to the disk before it takes its name, and then the name", async () => {
    // What there was each time something was brought to the disk.
    const seen: string[][] = [];
    const some = await open(inside("x"), "w");
    const prototype = Object.getPrototypeOf(some) as FileHandle;
    await some.close();
    const sync = prototype.sync;
    vi.spyOn(prototype, "sync").mockImplementation(async function (this: FileHandle) {
      seen.push(existsSync(inside("d")) ? here().filter((name) => !name.startsWith(".writer")) : []);
      await sync.call(this);
    });
    const directory = await openDirectory("f", inside("d"), { isOwn });
    await directory.write([file("data-1", "one"), file("index", "1")]);
    await directory.close();
    expect(seen).toEqual([
      [], // the directory's own name
      [".data-1.part"],
      ["data-1"],
      [".index.part", "data-1"],
      ["data-1", "index"],
    ]);
  });

  test("makes directories and files as the umask wants them", async () => {
    const before = process.umask(0o027);
    try {
      const directory = await openDirectory("f", inside("d", "deep"), { isOwn });
      await directory.write([file("index", "1")]);
      await directory.close();
    } finally {
      process.umask(before);
    }
    const modes = ["d", "d/deep", "d/deep/index"].map((path) => statSync(inside(path)).mode & 0o777);
    expect(modes).toEqual([0o750, 0o750, 0o640]);
  });

  test("sweeps the half files that a killed process left, its own ones only", async () => {
    mkdirSync(inside("d"));
    for (const name of [".data-3.part", ".index.part", ".letter.part", "index.part"])
      writeFileSync(inside("d", name), "");
    await (await openDirectory("f", inside("d"), { isOwn })).close();
    expect(here()).toEqual([".letter.part", "index.part"]);
    await (await openDirectory("f", inside("d"), { isOwn: () => true })).close();
    expect(here()).toEqual(["index.part"]);
  });

  test("removes a directory that it made and wrote nothing to, and no other", async () => {
    await (await openDirectory("f", inside("d", "deep"), { isOwn })).close();
    expect(here()).toEqual([]);
    await (await openDirectory("f", inside("d"), { isOwn })).close();
    expect(here()).toEqual([]);
  });

  test.runIf(existsSync("/dev/full"))(
    "keeps what was there when the disk is full, and says so in one line",
    async () => {
      const directory = await openDirectory("f", inside("d"), { isOwn });
      await directory.write([file("data-1", "one"), file("index", "1")]);
      symlinkSync("/dev/full", inside("d", ".index.part"));
      await expect(directory.write([file("data-2", "two"), file("data-1", "uno"), file("index", "2")])).rejects.toThrow(
        `f: cannot write ${inside("d", "index")} (ENOSPC); make room on its disk and try again, what was there before is kept`,
      );
      await directory.close();
      expect(here()).toEqual(["data-1", "index"]);
      expect(read("index")).toBe("1");
    },
  );

  test("writes nothing once the directory was taken away", async () => {
    const directory = await openDirectory("f", inside("d"), { isOwn });
    writeFileSync(inside("d", ".writer.lock"), "another's");
    await expect(directory.write([file("data-1", "one")])).rejects.toThrow("was taken by another writer");
    expect(here()).toEqual([".writer.lock"]);
  });

  test("writes through a link to the directory", async () => {
    mkdirSync(inside("elsewhere"));
    symlinkSync(inside("elsewhere"), inside("d"));
    const directory = await openDirectory("f", inside("d"), { isOwn });
    await directory.write([file("index", "1")]);
    await directory.close();
    expect(readFileSync(inside("elsewhere", "index"), "utf8")).toBe("1");
    expect(statSync(inside("d")).isDirectory()).toBe(true);
  });
});
