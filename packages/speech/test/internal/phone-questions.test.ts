import { createRandom } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { createContextCollector } from "../../src/internal/context-sums.ts";
import { phoneQuestions } from "../../src/internal/phone-questions.ts";

const PHONES = 7;

/** Frames of each of two positions of each phone, but of none of the last one. */
function someFrames(seed: number): number[][][] {
  const random = createRandom(seed);
  const draw = (centre: number) => Array.from({ length: 3 + random.integer(5) }, () => centre + random.normal());
  return Array.from({ length: PHONES }, (_, phone) =>
    [0, 1].map(() => (phone === PHONES - 1 ? [] : draw(3 * random.normal()))),
  );
}

const FLOOR = 0.05;

/** From the frames themselves: their mean, then their squared distances from it. */
function logLikelihood(frames: readonly number[]): number {
  const mean = frames.reduce((sum, value) => sum + value, 0) / frames.length;
  const variance = Math.max(frames.reduce((sum, value) => sum + (value - mean) ** 2, 0) / frames.length, FLOOR);
  return frames.reduce(
    (sum, value) => sum - Math.log(Math.sqrt(2 * Math.PI * variance)) - (value - mean) ** 2 / (2 * variance),
    0,
  );
}

test("phoneQuestions(places) are the groups that merge with the least loss, one after another", () => {
  for (let seed = 1; seed <= 5; seed++) {
    const frames = someFrames(seed);
    const collector = createContextCollector(2 * PHONES, 2, Float64Array.of(0));
    frames.forEach((positions, phone) => {
      positions.forEach((values, position) => {
        const features = { rows: values.length, columns: 1, data: Float64Array.from(values) };
        const spoken = {
          left: -1,
          phone,
          right: -1,
          start: 0,
          positions: new Int32Array(values.length).fill(position),
        };
        collector.add(features, spoken);
      });
    });
    const scoreOf = (group: readonly number[]) =>
      [0, 1].reduce((sum, position) => sum + logLikelihood(group.flatMap((phone) => frames[phone]![position]!)), 0);
    let groups = Array.from({ length: PHONES - 1 }, (_, phone) => [phone]);
    const expected = [...groups];
    while (groups.length > 2) {
      const pairs = groups.flatMap((one, at) => groups.slice(at + 1).map((other) => [one, other] as const));
      const loss = ([one, other]: readonly [number[], number[]]) =>
        scoreOf(one) + scoreOf(other) - scoreOf([...one, ...other]);
      const best = pairs.reduce((least, pair) => (loss(pair) < loss(least) ? pair : least));
      groups = [...groups.filter((group) => !best.includes(group)), best.flat()];
      expected.push(best.flat());
    }
    const got = phoneQuestions(collector.places, 2, Float64Array.of(FLOOR));
    expect(got).toEqual(expected.map((group) => [...group].sort((a, b) => a - b)));
  }
});
