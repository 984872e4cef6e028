import fc from "fast-check";
import type { Model } from "./reference.ts";

/** A generalist and its active specialists, with everything normalised in float64. */
export interface Case {
  classCount: number;
  generalist: Model;
  specialists: Model[];
}

/** Masses as models give them, and as they should not: zero, tiny, and one that takes all. */
const mass = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: 1e-200, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.double({ min: -30, max: 0, noNaN: true }).map((exponent) => 10 ** exponent) },
);
const friendlyMass = fc.double({ min: 0.05, max: 1, noNaN: true });
const weight = fc.oneof(
  { weight: 3, arbitrary: fc.constant(1) },
  { weight: 1, arbitrary: fc.double({ min: -4, max: 4, noNaN: true }).map((exponent) => 10 ** exponent) },
);

function normalised(masses: readonly number[]): number[] {
  const largest = Math.max(...masses);
  if (largest === 0) return masses.map((_, index) => (index === 0 ? 1 : 0));
  const scaled = masses.map((value) => value / largest);
  const sum = scaled.reduce((total, value) => total + value, 0);
  return scaled.map((value) => value / sum);
}

function specialistOf(classCount: number, masses: fc.Arbitrary<number>, weights: fc.Arbitrary<number>) {
  const all = Array.from({ length: classCount }, (_, index) => index);
  return fc
    .record({
      classes: fc.shuffledSubarray(all, { minLength: 1 }),
      masses: fc.array(masses, { minLength: classCount + 1, maxLength: classCount + 1 }),
      weight: weights,
    })
    .map(({ classes, masses, weight }): Model => {
      const hasDustbin = classes.length < classCount;
      const row = normalised([...masses.slice(0, classes.length), hasDustbin ? masses[classCount]! : 0]);
      return { classes, probs: row.slice(0, classes.length), dustbin: row[classes.length]!, weight };
    });
}

/** Adversarial cases: any subsets (also equal, nearly equal and complete ones), any masses, weights from 1e-4 to 1e4. */
export const adversarialCase: fc.Arbitrary<Case> = fc.integer({ min: 1, max: 9 }).chain((n) => caseOf(n, mass, weight));

/** Cases in which every probability is above 1 %, so that slow methods arrive as well. */
export const friendlyCase: fc.Arbitrary<Case> = fc
  .integer({ min: 2, max: 7 })
  .chain((n) => caseOf(n, friendlyMass, fc.constant(1)));

function caseOf(classCount: number, masses: fc.Arbitrary<number>, weights: fc.Arbitrary<number>): fc.Arbitrary<Case> {
  const one = specialistOf(classCount, masses, weights);
  const twins = fc.tuple(one, one).map(([first, second]): Model[] => {
    // The same classes with the second's masses: identical subsets with different opinions.
    const row = normalised([
      ...first.classes.map((_, j) => second.probs[j] ?? 0.5),
      first.classes.length < classCount ? second.dustbin || 0.3 : 0,
    ]);
    return [first, { ...first, probs: row.slice(0, -1), dustbin: row[row.length - 1]! }];
  });
  return fc
    .record({
      masses: fc.array(masses, { minLength: classCount, maxLength: classCount }),
      weight: weights,
      specialists: fc.oneof(
        { weight: 4, arbitrary: fc.array(one, { maxLength: 6 }) },
        {
          weight: 1,
          arbitrary: fc.tuple(twins, fc.array(one, { maxLength: 3 })).map(([pair, more]) => [...pair, ...more]),
        },
      ),
    })
    .map(({ masses, weight, specialists }) => ({
      classCount,
      generalist: {
        classes: Array.from({ length: classCount }, (_, index) => index),
        probs: normalised(masses),
        dustbin: 0,
        weight,
      },
      specialists,
    }));
}

/** A model as `combine` takes it. */
export function answerOf({ classes, probs, dustbin, weight }: Model) {
  return { classes, probs: [...probs, dustbin], weight };
}
