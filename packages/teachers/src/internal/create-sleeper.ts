/** Waits that all end together. One listener serves them all, because a signal warns of many. */
export interface Sleeper {
  /** Aborted by the caller's signal and by {@link Sleeper.end}. */
  readonly signal: AbortSignal;
  /** Resolves after the time, or when all waits end. */
  sleep(ms: number): Promise<void>;
  /** Ends all waits. */
  end(reason: unknown): void;
  /** Resolves when the caller's own signal is aborted. */
  readonly callerAborted: Promise<void>;
  /** Stops listening to the caller's signal. */
  close(): void;
}

/** Creates a sleeper that wakes after a time, at the signal, or at {@link Sleeper.end}. */
export function createSleeper(signal?: AbortSignal): Sleeper {
  const controller = new AbortController();
  const wakers = new Set<() => void>();
  let tell = () => {};
  const callerAborted = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const end = (reason: unknown) => {
    controller.abort(reason);
    for (const wake of [...wakers]) wake();
  };
  const onAbort = () => {
    end(signal!.reason);
    tell();
  };
  signal?.addEventListener("abort", onAbort);
  return {
    signal: controller.signal,
    callerAborted,
    end,
    sleep(ms) {
      if (controller.signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          wakers.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        wakers.add(wake);
      });
    },
    close: () => signal?.removeEventListener("abort", onAbort),
  };
}
