import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { lockDirectory } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const leave = (owner: object) => writeFileSync(inside(".writer.lock"), JSON.stringify({ token: "x", ...owner }));

describe("lockDirectory(functionName, directory)", () => {
  test("lets one writer in at a time, also of the same process", async () => {
    const first = await lockDirectory("f", inside());
    await first.assertHeld();
    await expect(lockDirectory("f", inside())).rejects.toThrow(
      `f: ${inside()} is being written by process ${process.pid}; wait for it, or end it (the lock is ${inside(".writer.lock")})`,
    );
    await first.release();
    expect(readdirSync(inside())).toEqual([]);
    await (await lockDirectory("f", inside())).release();
  });

  test("takes over the lock of a process that has ended", async () => {
    const child = spawn(process.execPath, ["--eval", ""]);
    await new Promise((resolve) => child.on("close", resolve));
    leave({ pid: child.pid, host: hostname(), started: null });
    const lock = await lockDirectory("f", inside());
    expect(JSON.parse(readFileSync(inside(".writer.lock"), "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  test.runIf(existsSync("/proc/self/stat"))("knows an ended process whose number another one has now", async () => {
    leave({ pid: process.pid, host: hostname(), started: "1" });
    await (await lockDirectory("f", inside())).release();
    expect(readdirSync(inside())).toEqual([]);
  });

  test("believes locks of other machines, and such that it cannot read", async () => {
    leave({ pid: 1, host: "elsewhere", started: null });
    await expect(lockDirectory("f", inside())).rejects.toThrow(
      `f: ${inside()} is being written by process 1 on elsewhere; wait for it, or delete the lock if it has ended (the lock is ${inside(".writer.lock")})`,
    );
    writeFileSync(inside(".writer.lock"), "?");
    await expect(lockDirectory("f", inside())).rejects.toThrow(
      "by an unknown process; delete the lock if nobody writes",
    );
  });

  test("lets only one of many in that come at once, again and again", async () => {
    for (let round = 0; round < 30; round++) {
      leave({ pid: 2 ** 30, host: hostname(), started: null });
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory("f", inside())));
      const held = tries.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
      expect(held).toHaveLength(1);
      expect(readdirSync(inside())).toEqual([".writer.lock"]);
      await held[0]!.assertHeld();
      await held[0]!.release();
    }
  });

  test("says what a process left that ended while it took a lock over", async () => {
    const ended = { pid: 2 ** 30, host: hostname(), started: null };
    leave(ended);
    writeFileSync(inside(".writer.lock.takeover"), JSON.stringify(ended));
    await expect(lockDirectory("f", inside())).rejects.toThrow(
      `f: ${inside()} cannot be taken over from a process that ended while it did so; delete ${inside(".writer.lock.takeover")}`,
    );
  });

  test("notices that the lock was taken away, and does not take it back", async () => {
    const lock = await lockDirectory("f", inside());
    writeFileSync(inside(".writer.lock"), "another's");
    await expect(lock.assertHeld()).rejects.toThrow(
      `f: ${inside(".writer.lock")} was taken by another writer; let only one process write to ${inside()}`,
    );
    await lock.release();
    expect(readFileSync(inside(".writer.lock"), "utf8")).toBe("another's");
  });

  test("says that it cannot write to the directory", async () => {
    await expect(lockDirectory("f", inside("missing"))).rejects.toThrow(
      `f: cannot write to ${inside("missing")} (ENOENT); see that it can be written to`,
    );
  });
});
