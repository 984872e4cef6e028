import { performance } from "node:perf_hooks";
import type { Lane } from "./lanes.ts";

/** How long, and how often, each lane is timed. */
export interface Timing {
  readonly rounds: number;
  readonly milliseconds: number;
}

/** The examples per second of each lane in each round. All lanes take turns; every second round goes backwards. */
export async function timeLanes(
  lanes: readonly Lane[],
  examples: Float32Array,
  shape: readonly number[],
  { rounds, milliseconds }: Timing,
): Promise<ReadonlyMap<Lane, readonly number[]>> {
  const rates = new Map<Lane, number[]>(lanes.map((lane) => [lane, []]));
  for (let round = -1; round < rounds; round++) {
    for (const lane of round % 2 === 0 ? lanes : [...lanes].reverse()) {
      const start = performance.now();
      let answers = 0;
      let now = start;
      while (now < start + milliseconds) {
        await lane.answer(examples, shape);
        answers++;
        now = performance.now();
      }
      // The first round warms up.
      if (round >= 0) rates.get(lane)!.push((1000 * answers * shape[0]!) / (now - start));
    }
  }
  return rates;
}
