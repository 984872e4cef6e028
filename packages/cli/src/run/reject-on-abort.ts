/** Returns a promise that rejects on abort and never resolves, to race with work that continues for a while afterwards. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
