/** As loud as a recording can be, with room for the largest integer of eight bits. */
const LIMIT = 0.99;
/** A sound may touch the limit, but does not stay there. */
const LEAST = 3;

/** The number of samples that are at the limit with others before or after them: the tops of waves that were cut off. */
export function clippedSamples(samples: Float32Array): number {
  let [clipped, run, side] = [0, 0, 0];
  for (const sample of samples) {
    const now = Math.abs(sample) >= LIMIT ? Math.sign(sample) : 0;
    run = now !== 0 && now === side ? run + 1 : Math.abs(now);
    side = now;
    if (run >= LEAST) clipped += run === LEAST ? LEAST : 1;
  }
  return clipped;
}
