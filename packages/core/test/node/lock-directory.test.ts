import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { type Child, useChild, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterEach, describe, expect, test } from "vitest";
import { type LockOptions, lockDirectory } from "../../src/node/index.ts";
import { describeSelf } from "../../src/node/internal/lock-owner.ts";
import { lockWithBeat } from "../../src/node/lock-directory.ts";

const inside = useTemporaryDirectory();
const startChild = useChild("hold-lock", { packageFolder: new URL("../..", import.meta.url), external: [] });
const children: Child[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.process.kill("SIGKILL");
});

/** Of owners that have ended no sign is missed by waiting less; those that live get time on a busy machine. */
const [FAST, SLOW] = [10, 250];
/** Makes a container, which not every root may. */
const [UNSHARE, ...CONTAINER] = ["/usr/bin/unshare", "--pid", "--fork", "--mount-proc"] as const;
const makesContainers = spawnSync(UNSHARE, [...CONTAINER, "true"]).status === 0;
const PATH = () => inside(".writer.lock");
const leave = (text: string) => writeFileSync(PATH(), text);
const lockOf = async (owner: object) => JSON.stringify({ ...(await describeSelf()), token: "x", ...owner });
const holder = () => JSON.parse(readFileSync(PATH(), "utf8"));

async function start(mode: string, everyMs: number): Promise<Child> {
  const child = startChild(mode, inside(), String(everyMs));
  children.push(child);
  while (child.lastLine() === "" && child.process.exitCode === null) await setTimeout(5);
  return child;
}

/** Takes the lock and lets it go; the lines that told of a wait. */
async function take(everyMs = FAST, options: LockOptions = {}): Promise<string[]> {
  const lines: string[] = [];
  const lock = await lockWithBeat("f", inside(), { onWait: (line) => lines.push(line), ...options }, everyMs);
  expect(holder()).toMatchObject({ pid: process.pid, host: hostname() });
  await lock.assertHeld();
  await lock.release();
  expect(readdirSync(inside())).toEqual([]);
  return lines;
}

describe("lockDirectory(functionName, directory) lets one writer in", () => {
  test("at a time, also of the same thread", async () => {
    const first = await lockDirectory("f", inside());
    await first.assertHeld();
    await expect(lockDirectory("f", inside(), { takeOver: true })).rejects.toThrow(
      `f: ${inside()} is being written by process ${process.pid}; wait for it, or end it (the lock is ${PATH()})`,
    );
    await first.release();
    await expect(first.assertHeld()).rejects.toThrow("was taken by another writer");
    expect(readdirSync(inside())).toEqual([]);
    await (await lockDirectory("f", inside())).release();
  });

  test("of many of this process that come at once, again and again", async () => {
    for (let round = 0; round < 20; round++) {
      const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory("f", inside())));
      const held = tries.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
      expect(held).toHaveLength(1);
      await held[0]!.release();
    }
  });

  test("of several processes that find a dead lock at once", async () => {
    leave(await lockOf({ pid: 2 ** 30 }));
    const racing = await Promise.all(Array.from({ length: 4 }, () => start("hold", SLOW)));
    const lines = racing.map((child) => child.lastLine()).sort();
    expect(lines.filter((line) => line === "held")).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith(`f: ${inside()} is being written by process `))).toHaveLength(3);
  });
});

describe("lockDirectory(functionName, directory) takes over by itself", () => {
  test("the lock of a process of this machine that has ended, at once", async () => {
    const child = spawn(process.execPath, ["--eval", ""]);
    await new Promise((resolve) => child.on("close", resolve));
    leave(await lockOf({ pid: child.pid, started: null }));
    expect(await take()).toEqual([]);
    leave(await lockOf({ pid: child.pid, machine: null }));
    expect(await take()).toHaveLength(1);
  });

  test.runIf(existsSync("/proc/self/stat"))("that of one whose number another one has now, at once", async () => {
    leave(await lockOf({ started: "1" }));
    expect(await take()).toEqual([]);
  });

  test("that of one on another machine or in another container, when it gives no heartbeat", async () => {
    const text = `f: ${inside()} may still be written by process 1 on elsewhere; waiting up to 0.15 s for a heartbeat`;
    leave(await lockOf({ pid: 1, host: "elsewhere" }));
    expect(await take()).toEqual([text]);
    leave(await lockOf({ pid: 1, machine: "another start of this machine" }));
    expect(await take()).toHaveLength(1);
    const child = await start("elsewhere", FAST);
    child.process.kill("SIGKILL");
    await child.ended;
    expect(await take()).toHaveLength(1);
  });

  test("one that is empty, cut off or no lock at all", async () => {
    for (const text of ["", '{"pid":1,"ho', "?", "null", "[]", "12", '{"pid":"1","host":1}']) {
      leave(text);
      expect(await take()).toEqual([
        `f: ${inside()} may still be written by an unknown process; waiting up to 0.15 s for a heartbeat`,
      ]);
    }
  });

  test("that of a crashed thread of a process that goes on", async () => {
    const child = await start("crash-in-thread", FAST);
    expect(child.lastLine()).toBe("held after 1 wait");
  });

  test("and sweeps what processes left that were killed while they did so", async () => {
    leave(await lockOf({ pid: 2 ** 30 }));
    writeFileSync(`${PATH()}.takeover`, "");
    writeFileSync(`${PATH()}.3f0c`, "half");
    expect(await take()).toEqual([]);
  });
});

describe("lockDirectory(functionName, directory) refuses a lock whose owner lives", () => {
  const refusal = (pid: number | undefined, rest: string) => `f: ${inside()} is being written by process ${pid}${rest}`;

  test("in another process, which somebody may take over that gives no heartbeat", async () => {
    const child = await start("hold", SLOW);
    const { pid } = child.process;
    await expect(take(SLOW)).rejects.toThrow(
      refusal(
        pid,
        `; wait for it, or end it, or, if it no longer writes there, pass takeOver: true or delete the lock (the`,
      ),
    );
    await expect(take(SLOW, { takeOver: true })).rejects.toThrow(
      refusal(pid, `; wait for it, or end it (the lock is ${PATH()})`),
    );
    child.process.kill("SIGSTOP");
    await expect(take(FAST)).rejects.toThrow(refusal(pid, ";"));
    expect(await take(FAST, { takeOver: true })).toHaveLength(1);
    // It notices when it goes on, and does not take it back.
    child.process.kill("SIGCONT");
    child.process.kill("SIGUSR2");
    while (child.lastLine() === "held") await setTimeout(5);
    expect(child.lastLine()).toBe(
      `f: ${PATH()} was taken by another writer; let only one process write to ${inside()}`,
    );
    expect(readdirSync(inside())).toEqual([]);
  });

  test("on another machine, however busy it is, also for somebody who wants to take over", async () => {
    const child = await start("elsewhere", SLOW);
    for (const options of [{}, { takeOver: true }]) {
      await expect(take(SLOW, options)).rejects.toThrow(
        refusal(child.process.pid, ` on elsewhere; wait for it, or end it (the lock is ${PATH()})`),
      );
    }
    expect(holder().host).toBe("elsewhere");
  });

  test.runIf(makesContainers)("in a container, where it has a number of its own", async () => {
    const child = await start("hold", SLOW);
    const contained = spawn(UNSHARE, [...CONTAINER, ...child.process.spawnargs]);
    const text = await new Promise((resolve) => contained.stdout.once("data", (data) => resolve(String(data))));
    expect(text).toBe(`${refusal(child.process.pid, `; wait for it, or end it (the lock is ${PATH()})`)}\n`);
  });

  test("until the wait is ended", async () => {
    leave(await lockOf({ pid: 1, host: "elsewhere" }));
    const controller = new AbortController();
    const onWait = () => controller.abort(new Error("enough"));
    await expect(lockDirectory("f", inside(), { signal: controller.signal, onWait })).rejects.toThrow("enough");
    expect(holder().host).toBe("elsewhere");
  });
});

describe("lockDirectory(functionName, directory) says", () => {
  test("that the lock was taken away, and does not take it back", async () => {
    const lock = await lockDirectory("f", inside());
    leave("another's");
    await expect(lock.assertHeld()).rejects.toThrow(
      `f: ${PATH()} was taken by another writer; let only one process write to ${inside()}`,
    );
    await lock.release();
    expect(readFileSync(PATH(), "utf8")).toBe("another's");
  });

  test("that it cannot write to the directory, or that something else has the lock's name", async () => {
    await expect(lockDirectory("f", inside("missing"))).rejects.toThrow(
      `f: cannot write to ${inside("missing")} (ENOENT); make sure that it can be written to`,
    );
    mkdirSync(PATH());
    await expect(lockDirectory("f", inside())).rejects.toThrow(`f: ${PATH()} is not a file; delete it`);
  });
});
