import type { Lane } from "./lanes.ts";

/** How long, and how often, each lane is timed. */
export interface Timing {
  readonly rounds: number;
  readonly milliseconds: number;
}

/** By how much the processor's time may exceed that of the clock in every round: at times, other threads of Node collect garbage and compile. */
const MOST_THREADS = 1.5;

/**
 * The examples of each lane per second of processor time, in each round. All lanes take turns; every second round goes backwards. Each has one thread, so on an idle machine
 * this is the time by the clock; on a busy one, who waits for the processor is not slower.
 *
 * @throws Error when a lane took the time of more than one thread in every round
 */
export async function timeLanes(
  lanes: readonly Lane[],
  examples: Float32Array,
  shape: readonly number[],
  { rounds, milliseconds }: Timing,
): Promise<ReadonlyMap<Lane, readonly number[]>> {
  const rates = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]));
  const threads = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]));
  for (let round = -1; round < rounds; round++) {
    for (const lane of round % 2 === 0 ? lanes : [...lanes].reverse()) {
      const begin = performance.now();
      const start = process.cpuUsage();
      let answers = 0;
      let used = 0;
      while (used < 1000 * milliseconds) {
        await lane.answer(examples, shape);
        answers++;
        const { user, system } = process.cpuUsage(start);
        used = user + system;
      }
      // The first round warms up.
      if (round < 0) continue;
      rates.get(lane)!.push((1e6 * answers * shape[0]!) / used);
      threads.get(lane)!.push(used / 1000 / (performance.now() - begin));
    }
  }
  for (const [{ name }, counts] of threads) {
    const least = Math.min(...counts);
    if (least > MOST_THREADS) throw new Error(`${name} computed on ${least.toFixed(1)} threads instead of one`);
  }
  return rates;
}
