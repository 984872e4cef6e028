/** Waits that all end together. One listener serves them all: a signal warns of many. */
export interface Sleeper {
  /** Aborted by the caller's signal and by {@link Sleeper.end}. */
  readonly signal: AbortSignal;
  /** Resolves after the time, or when it is all over. */
  sleep(ms: number): Promise<void>;
  /** Wakes all that sleep. */
  end(reason: unknown): void;
  /** Resolves when the caller's own signal is aborted. */
  readonly callerAborted: Promise<void>;
  /** Lets go of the caller's signal. */
  close(): void;
}

/** Waits until a time, or until a signal or somebody here says that it is over. */
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
