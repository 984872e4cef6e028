import { deriveSeed } from "@dark-knowledge/core";

/** The independent streams of random numbers of one seed. Both kinds of a set's specialists draw the same examples. */
const STREAMS = { generalist: 0, clusters: 1, longer: 2, student: 3, mixture: 4, member: 10, specialist: 100 } as const;

/** The seed of a stream; `index` tells members and specialists apart. */
export function streamSeed(seed: number, stream: keyof typeof STREAMS, index = 0): number {
  return deriveSeed(seed, STREAMS[stream] + index);
}
