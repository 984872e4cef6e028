/**
 * Lets timers, input and signals have their turn between the steps of a long computation: awaiting a tensor alone does not, on wasm and cpu.
 *
 * @returns a promise that resolves in a later turn of the event loop
 *
 * @example
 * ```ts
 * import { yieldToEventLoop } from "@dark-knowledge/core";
 *
 * const stop = new AbortController();
 * setTimeout(() => stop.abort(), 5);
 * let steps = 0;
 * while (!stop.signal.aborted) {
 *   steps++;
 *   await yieldToEventLoop();
 * }
 * steps > 0; // => true
 * ```
 */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
