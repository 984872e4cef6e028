import type { Lane } from "./lanes.ts";

/** How long, and how often, each lane is timed. */
export interface Timing {
  readonly rounds: number;
  readonly milliseconds: number;
}

/** By how much the processor's time may exceed that of the clock. */
const MOST_THREADS = 1.5;

/** So many milliseconds long is a lane timed again, because other threads of Node compiled or collected garbage meanwhile. */
const PATIENCE = 20_000;

/**
 * The examples of each lane per second of processor time, in each round. All lanes take turns; every second round goes backwards. Each has one thread, so on an idle machine
 * this is the time by the clock; on a busy one, who waits for the processor is not slower.
 *
 * @throws Error when a lane takes the time of more than one thread again and again
 */
export async function timeLanes(
  lanes: readonly Lane[],
  examples: Float32Array,
  shape: readonly number[],
  { rounds, milliseconds }: Timing,
): Promise<ReadonlyMap<Lane, readonly number[]>> {
  const rates = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]));
  for (let round = -1; round < rounds; round++) {
    for (const lane of round % 2 === 0 ? lanes : [...lanes].reverse()) {
      const rate = await timeLane(lane, examples, shape, milliseconds);
      // The first round warms up.
      if (round >= 0) rates.get(lane)!.push(rate);
    }
  }
  return rates;
}

/** The examples of one lane per second of processor time. */
async function timeLane(
  lane: Lane,
  examples: Float32Array,
  shape: readonly number[],
  milliseconds: number,
): Promise<number> {
  let threads = 0;
  const first = performance.now();
  while (performance.now() < first + PATIENCE) {
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
    threads = used / 1000 / (performance.now() - begin);
    if (threads <= MOST_THREADS) return (1e6 * answers * shape[0]!) / used;
  }
  throw new Error(`${lane.name} computed on ${threads.toFixed(1)} threads instead of one`);
}
