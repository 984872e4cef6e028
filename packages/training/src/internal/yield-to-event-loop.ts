/** Lets timers, input and signals have their turn between steps: awaiting a tensor alone does not, on wasm and cpu. */
export function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
