import { availableParallelism } from "node:os";
import type { BackendChoice } from "@dark-knowledge/backend";
import { describe, expect, test } from "vitest";
import type { CommandContext } from "../../src/command-context.ts";
import { createRunner } from "../../src/run/create-runner.ts";
import { UsageError } from "../../src/usage-error.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const [stdout, stderr] = [new TextStream(), new TextStream()];
const { signal } = new AbortController();
const CONTEXT: CommandContext = { stdout, stderr, environment: {}, signal, threads: true };
const cores = availableParallelism();

function threadsFor(engine: string, wanted: number | undefined, tasks: number, over: Partial<CommandContext> = {}) {
  return createRunner({ engine } as BackendChoice, wanted, tasks, { ...CONTEXT, ...over }).threads;
}

describe("createRunner", () => {
  test("gives each worker the threads that have a core, and no task's share to nobody", () => {
    expect(threadsFor("wasm", 1, 10)).toBe(cores);
    expect(threadsFor("wasm", undefined, 1000)).toBe(1);
    expect(threadsFor("wasm", undefined, 1)).toBe(cores);
    expect(threadsFor("cpu", 2 * cores, 4 * cores)).toBe(1);
  });

  test("works in this thread where workers bring nothing or cannot be started", () => {
    for (const engine of ["tensorflow", "webgpu"]) {
      expect(threadsFor(engine, undefined, 10)).toBeUndefined();
      expect(threadsFor(engine, 1, 10)).toBeUndefined();
    }
    expect(threadsFor("wasm", 2, 10, { threads: false })).toBe(1);
  });

  test("refuses workers where they change nothing", () => {
    const choice = { name: "tfjs-node", engine: "tensorflow" } as BackendChoice;
    expect(() => createRunner(choice, 2, 10, CONTEXT)).toThrow(
      new UsageError("--workers has no effect on tfjs-node, which trains one net at a time; leave it out"),
    );
  });
});
