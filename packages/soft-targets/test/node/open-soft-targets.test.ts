import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readlinkSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { useChild, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { openSoftTargets } from "../../src/node/index.ts";
import { answersOf, recordStore } from "../fixtures/record-store.ts";

const inside = useTemporaryDirectory();
const startChild = useChild("read-all", {
  packageFolder: new URL("../..", import.meta.url),
  external: ["apache-arrow"],
});
/** Counts the open files of this test: other tests of this process may leave connections that end while it runs. */
const openFiles = () => {
  const folder = realpathSync(inside());
  return readdirSync("/proc/self/fd").filter((number) => {
    try {
      return readlinkSync(`/proc/self/fd/${number}`).startsWith(folder);
    } catch {
      return false;
    }
  }).length;
};

describe("openSoftTargets(directory)", () => {
  test.each([[{}], [{ cacheBytes: 0 }]])("reads what was recorded (%j)", async (options) => {
    await recordStore(inside("s"), { rowsPerShard: 3 });
    const store = await openSoftTargets(inside("s"), { ...options, teacherFingerprint: "teacher-a" });
    expect(await store.read([9, 2, 5])).toEqual({ kind: "dense", logits: answersOf([9, 2, 5], 5) });
    await store.close();
  });

  test.runIf(process.platform === "linux")("holds few files open, and none once it is closed", async () => {
    const ids = Array.from({ length: 300 }, (_, id) => id);
    await recordStore(inside("s"), { ids, rowsPerShard: 2 }, 300);
    const store = await openSoftTargets(inside("s"), { cacheBytes: 0 });
    expect(await store.read(ids)).toEqual({ kind: "dense", logits: answersOf(ids, 5) });
    expect(openFiles()).toBe(64);
    await store.close();
    expect(openFiles()).toBe(0);
  });

  test.runIf(process.platform === "linux")("makes do with as few files as the system lets it have", async () => {
    const ids = Array.from({ length: 120 }, (_, id) => id);
    await recordStore(inside("s"), { ids, rowsPerShard: 2 }, 120);
    const child = startChild(inside("s"));
    expect(await child.ended).toEqual({ signal: null, stderr: "" });
    expect(child.lastLine()).toBe("600");
    const limited = spawnSync("/bin/sh", ["-c", 'ulimit -n 40 && exec "$@"', "sh", ...child.process.spawnargs]);
    expect([String(limited.stdout), String(limited.stderr)]).toEqual(["600\n", ""]);
  });

  test("never waits for a pipe, and reads no device", async () => {
    await recordStore(inside("s"));
    const shard = inside("s", "shard-00000.arrow");
    rmSync(shard);
    execFileSync("mkfifo", [shard]);
    for (const options of [{}, { cacheBytes: 0 }]) {
      await expect((await openSoftTargets(inside("s"), options)).read([1])).rejects.toThrow(
        `openSoftTargets: cannot read ${shard} (not a file); restore it from a copy, or record again`,
      );
    }
    rmSync(inside("s", "manifest.json"));
    symlinkSync("/dev/zero", inside("s", "manifest.json"));
    await expect(openSoftTargets(inside("s"))).rejects.toThrow("manifest.json (not a file)");
    await expect(recordStore(inside("s"))).rejects.toThrow(
      `createSoftTargetWriter: cannot read ${inside("s", "manifest.json")} (not a file); make sure that it can be read`,
    );
  });

  test("names the file that cannot be read, and the cure", async () => {
    await expect(openSoftTargets(inside("none"))).rejects.toThrow(
      `openSoftTargets: cannot read ${inside("none", "manifest.json")} (ENOENT); name a directory with soft targets, or restore it from a copy`,
    );
    writeFileSync(inside("file"), "");
    await expect(openSoftTargets(inside("file"))).rejects.toThrow(
      "manifest.json (ENOTDIR); make sure that it can be read",
    );
    await recordStore(inside("s"));
    rmSync(inside("s", "shard-00000.arrow"));
    for (const options of [{}, { cacheBytes: 0 }]) {
      await expect((await openSoftTargets(inside("s"), options)).read([1])).rejects.toThrow(
        `openSoftTargets: cannot read ${inside("s", "shard-00000.arrow")} (ENOENT); name a directory with soft targets, or restore it from a copy`,
      );
    }
  });
});
