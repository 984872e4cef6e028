/** Options of {@link startInTurn}. */
interface Turns<One> {
  readonly nameOf: (one: One) => string;
  readonly needsOf: (one: One) => readonly string[];
  /** The cost of a piece. Of the pieces that are ready, the one with the highest cost starts first. */
  readonly costOf: (one: One) => number;
  /** The number of pieces that run at once. */
  readonly slots: number;
  readonly signal: AbortSignal;
  readonly run: (one: One) => Promise<void>;
}

/**
 * Runs every piece of work once those that it needs have ended. After an error or an abort, nothing more starts.
 *
 * @throws the first error, or the signal's reason, once everything that runs has ended
 */
export async function startInTurn<One>(all: readonly One[], turns: Turns<One>): Promise<void> {
  const { nameOf, needsOf, costOf, slots, signal, run } = turns;
  const waiting = new Set([...all].sort((one, other) => costOf(other) - costOf(one)));
  const ended = new Set<string>();
  const running = new Set<Promise<void>>();
  let failure: { readonly reason: unknown } | undefined;
  const isReady = (one: One) => needsOf(one).every((need) => ended.has(need));
  for (;;) {
    while (running.size < slots && failure === undefined && !signal.aborted) {
      const next = [...waiting].find(isReady);
      if (next === undefined) break;
      waiting.delete(next);
      const work: Promise<void> = run(next)
        .catch((reason) => {
          failure ??= { reason };
        })
        .finally(() => {
          ended.add(nameOf(next));
          running.delete(work);
        });
      running.add(work);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failure !== undefined) throw failure.reason;
  signal.throwIfAborted();
}
