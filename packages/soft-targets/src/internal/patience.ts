/** Waits for bytes as long as they come. */
export interface Patience {
  /** Rejects when too few came for too long; never resolves. */
  readonly lost: Promise<never>;
  /** Counts bytes that came. */
  took(bytes: number): void;
  end(): void;
}

/** Slower connections are none: a server that gives a byte now and then would keep a reader for days. */
const LEAST_PER_SECOND = 128;

/**
 * Starts to wait: each span of `timeoutMs` must bring some bytes.
 *
 * @param describe makes an error of what happened
 */
export function createPatience(timeoutMs: number, describe: (problem: string) => Error): Patience {
  const seconds = timeoutMs / 1000;
  const least = Math.ceil(LEAST_PER_SECOND * seconds);
  let timer: ReturnType<typeof setTimeout>;
  let came = 0;
  let reject: (error: Error) => void;
  const lost = new Promise<never>((_, no) => {
    reject = no;
  });
  // It may be lost while nobody waits.
  lost.catch(() => {});
  const start = () => {
    came = 0;
    const bark = () => reject(describe(`${came === 0 ? "nothing" : `only ${came} bytes`} came for ${seconds} s`));
    timer = setTimeout(bark, timeoutMs);
  };
  start();
  return {
    lost,
    took(bytes) {
      came += bytes;
      if (came < least) return;
      clearTimeout(timer);
      start();
    },
    end: () => clearTimeout(timer),
  };
}
