import { ArgumentError } from "@dark-knowledge/core";
import type { Attempt } from "../runner.ts";

/**
 * Runs a task in this thread. Failures must be classified here: after a copy to another thread, an ArgumentError is no
 * longer one.
 */
export async function tryTask(run: () => Promise<unknown>, signal: AbortSignal): Promise<Attempt> {
  try {
    return { kind: "result", result: await run() };
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { kind: "failure", error, isFinal: ArgumentError.is(thrown) || signal.aborted };
  }
}
