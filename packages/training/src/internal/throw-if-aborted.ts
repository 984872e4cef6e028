import type { AbortSignalLike } from "@dark-knowledge/core";

/** Throws the reason of a signal that was aborted. */
export function throwIfAborted(functionName: string, signal: AbortSignalLike | undefined): void {
  if (signal?.aborted) throw signal.reason ?? new Error(`${functionName}: aborted`);
}
