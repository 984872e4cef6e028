import { createRandom } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createProblem } from "../bench/problem.ts";
import { type CombineDivergence, combine } from "../src/index.ts";
import { adversarialCase, answerOf, type Case, friendlyCase } from "./arbitrary.ts";
import { expectationMaximisation, gradient, gradientDescent, objective } from "./reference.ts";

const SEED = 20_150_309;
const DIRECTIONS = ["forward", "reverse"] as const;

function solve({ generalist, specialists }: Case, divergence: CombineDivergence) {
  return combine(generalist.probs, specialists.map(answerOf), { divergence, generalistWeight: generalist.weight });
}

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number) => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i]! - expected[i]!)).toBeLessThanOrEqual(tolerance);
};

describe("combine(generalistProbs, activeSpecialists) by hand", () => {
  it("leaves the generalist's answer without a specialist, in both directions", () => {
    for (const divergence of DIRECTIONS) {
      const { probs, objective, gap, iterations, status } = combine([0.25, 0.5, 0.25], [], { divergence });
      expect(Array.from(probs)).toEqual([0.25, 0.5, 0.25]);
      expect({ objective, gap, status }).toEqual({ objective: 0, gap: 0, status: "solved" });
      expect(iterations).toBe(0);
    }
  });

  it("has a closed form for one specialist: means inside, the mean of the rest shared in the generalist's proportions", () => {
    // Inside: (0.4 + 0.1)/2 and (0.2 + 0.3)/2. Outside: (0.4 + 0.6)/2 = 0.5, shared 3 : 1.
    const { probs } = combine([0.4, 0.2, 0.3, 0.1], [{ classes: [0, 1], probs: [0.1, 0.3, 0.6] }]);
    close(probs, [0.25, 0.25, 0.375, 0.125], 1e-7);
  });

  it("is the arithmetic mean of models that name every class, and the geometric for KL(q, p)", () => {
    const specialist = { classes: [1, 0], probs: [0.2, 0.8, 0] };
    close(combine([0.4, 0.6], [specialist]).probs, [0.6, 0.4], 1e-7);
    // √(0.4 · 0.8) : √(0.6 · 0.2) = 0.565685 : 0.346410
    close(combine([0.4, 0.6], [specialist], { divergence: "reverse" }).probs, [0.620204, 0.379796], 1e-6);
  });

  it("weighs the models", () => {
    // (3 · 0.4 + 1 · 0.8) / 4 = 0.5
    const specialist = { classes: [0, 1], probs: [0.8, 0.2, 0] };
    close(combine([0.4, 0.6], [specialist], { generalistWeight: 3 }).probs, [0.5, 0.5], 1e-7);
    close(combine([0.4, 0.6], [{ ...specialist, weight: 1 / 3 }]).probs, [0.5, 0.5], 1e-7);
  });

  it("agrees with a specialist that agrees with the generalist, at objective 0", () => {
    for (const divergence of DIRECTIONS) {
      const answer = combine(
        [0.5, 0.25, 0.125, 0.125],
        [
          { classes: [0, 1], probs: [0.5, 0.25, 0.25] },
          { classes: [1, 2], probs: [0.25, 0.125, 0.625] },
        ],
        { divergence },
      );
      close(answer.probs, [0.5, 0.25, 0.125, 0.125], 1e-7);
      expect(answer.objective).toBeGreaterThanOrEqual(0);
      expect(answer.objective).toBeLessThan(1e-30);
    }
  });

  it("spreads dustbin mass equally over classes that nobody names, and says how much", () => {
    // Outside: (0 + 0.4)/2 = 0.2, for two classes to which the generalist gives 0.
    const answer = combine([0.6, 0.4, 0, 0], [{ classes: [0, 1], probs: [0.3, 0.3, 0.4] }]);
    close(answer.probs, [0.45, 0.35, 0.1, 0.1], 1e-7);
    expect(answer.undetermined).toBeCloseTo(0.2, 12);
    expect(answer.status).toBe("solved");
  });

  it("gives the generalist's answer and says so when every class is ruled out under KL(q, p)", () => {
    const answer = combine([1, 0], [{ classes: [0], probs: [0, 1] }], { divergence: "reverse" });
    expect(Array.from(answer.probs)).toEqual([1, 0]);
    expect(answer).toMatchObject({ status: "contradiction", objective: Infinity, gap: Infinity });
  });

  it("says so when the gap was not reached", () => {
    const specialists = [
      { classes: [0, 1], probs: [0.1, 0.7, 0.2] },
      { classes: [1, 2], probs: [0.6, 0.1, 0.3] },
    ];
    const first = combine([0.3, 0.3, 0.2, 0.2], specialists, { maxIterations: 1 });
    const last = combine([0.3, 0.3, 0.2, 0.2], specialists);
    expect(first).toMatchObject({ status: "inexact", iterations: 1 });
    expect(last.status).toBe("solved");
    // The certificate holds on the way, too.
    expect(first.objective - last.objective).toBeGreaterThan(0);
    expect(first.gap).toBeGreaterThanOrEqual(first.objective - last.objective);
  });
});

describe("combine(generalistProbs, activeSpecialists) against references", () => {
  it("solves disjoint specialists as their one equation says", () => {
    // Q_m (x + d_m / (1 − Q_m)) = W_m for each m, and ΣQ_m + W_0 / x = 1, by bisection in x.
    const generalist = [0.2, 0.2, 0.15, 0.15, 0.1, 0.2];
    const answers = [
      { classes: [0, 1], probs: [0.5, 0.3, 0.2] },
      { classes: [2, 3], probs: [0.1, 0.2, 0.7] },
      { classes: [4], probs: [0.4, 0.6] },
    ];
    const dustbins = [0.2, 0.7, 0.6];
    const masses = [1.2, 0.6, 0.5];
    const inside = (x: number) =>
      masses.map((mass, m) => {
        // x Q² − (x + d + W) Q + W = 0, the root below 1.
        const b = x + dustbins[m]! + mass;
        return (2 * mass) / (b + Math.sqrt(b * b - 4 * x * mass));
      });
    let [low, high] = [1e-9, 10];
    for (let k = 0; k < 200; k++) {
      const x = (low + high) / 2;
      if (inside(x).reduce((sum, q) => sum + q, 0.2 / x) > 1) low = x;
      else high = x;
    }
    const q = inside(low);
    const { probs } = combine(generalist, answers);
    close([probs[0]! + probs[1]!, probs[2]! + probs[3]!, probs[4]!, probs[5]!], [...q, 0.2 / low], 1e-6);
  });

  it("agrees with EM and with gradient descent on the logits", () => {
    fc.assert(
      fc.property(friendlyCase, (example) => {
        const models = [example.generalist, ...example.specialists];
        const answer = solve(example, "forward");
        const em = expectationMaximisation(models, example.classCount, 4000);
        close(answer.probs, em, 2e-5);
        expect(objective(models, em, "forward") - answer.objective).toBeGreaterThan(-1e-10);
        expect(objective(models, em, "forward") - answer.objective).toBeLessThan(1e-8);
      }),
      { seed: SEED, numRuns: 150 },
    );
    fc.assert(
      fc.property(friendlyCase, fc.constantFrom(...DIRECTIONS), (example, direction) => {
        const models = [example.generalist, ...example.specialists];
        const answer = solve(example, direction);
        const descended = gradientDescent(models, example.generalist.probs as number[], direction, 1500);
        const excess = objective(models, descended, direction) - answer.objective;
        expect(excess).toBeGreaterThan(-1e-10);
        expect(excess).toBeLessThan(1e-7);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it("meets the conditions of Karush, Kuhn and Tucker: equal slopes where q is positive, none lower elsewhere", () => {
    fc.assert(
      fc.property(friendlyCase, fc.constantFrom(...DIRECTIONS), (example, direction) => {
        const slopes = gradient(
          [example.generalist, ...example.specialists],
          solve(example, direction).probs,
          direction,
        );
        // All q are positive here; 1e-4 is float32's share of slopes up to 1 / q.
        const spread = Math.max(...slopes) - Math.min(...slopes);
        expect(spread).toBeLessThan(1e-4 * Math.max(1, ...slopes.map(Math.abs)));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it("meets them with hundreds of classes, of which the specialists share many", () => {
    const { classes, sets, generalistProbs, specialistProbs } = createProblem(240, 5, 90, 20, 240);
    for (let row = 0; row < 20; row++) {
      const generalist = Array.from(generalistProbs.subarray(row * classes, (row + 1) * classes));
      const answers = sets.map((own, m) => ({
        classes: own,
        probs: Array.from(specialistProbs[m]!.subarray(row * 91, (row + 1) * 91)),
      }));
      const { probs, status } = combine(generalist, answers, { tolerance: 1e-18 });
      expect(status).toBe("solved");
      const everything = Array.from(generalist, (_, index) => index);
      const models = [
        { classes: everything, probs: generalist, dustbin: 0, weight: 1 },
        ...answers.map((answer) => ({
          classes: Array.from(answer.classes),
          probs: answer.probs.slice(0, -1),
          dustbin: answer.probs[90]!,
          weight: 1,
        })),
      ];
      // λ is the number of models, and every slope is −λ.
      for (const slope of gradient(models, probs, "forward")) expect(Math.abs(slope + 6)).toBeLessThan(1e-5);
    }
  });

  it("certifies every adversarial case to 1e-9, and no q nearby is better", () => {
    fc.assert(
      fc.property(adversarialCase, fc.constantFrom(...DIRECTIONS), fc.nat(), (example, direction, seed) => {
        const answer = solve(example, direction);
        const models = [example.generalist, ...example.specialists];
        const weights = models.reduce((sum, { weight }) => sum + weight, 0);
        const sum = answer.probs.reduce((total, prob) => total + prob, 0);
        expect(Math.abs(sum - 1)).toBeLessThan(1e-5);
        expect(answer.probs.every((prob) => prob >= 0)).toBe(true);
        if (answer.status === "contradiction") {
          expect(direction).toBe("reverse");
          const anything = new Float64Array(example.classCount).fill(1 / example.classCount);
          expect(objective(models, anything, direction)).toBe(Infinity);
          return;
        }
        expect(answer.status).toBe("solved");
        expect(answer.gap).toBeLessThanOrEqual(1e-9 * weights);
        expect(answer.objective).toBeGreaterThanOrEqual(0);
        const random = createRandom(seed);
        for (let trial = 0; trial < 5; trial++) {
          const other = Float64Array.from(
            answer.probs,
            (prob) => prob * Math.exp(0.1 * random.normal()) + 1e-9 * random.uniform(),
          );
          const total = other.reduce((one, prob) => one + prob, 0);
          const value = objective(
            models,
            other.map((prob) => prob / total),
            direction,
          );
          expect(value).toBeGreaterThanOrEqual(answer.objective * (1 - 1e-11) - answer.gap - 1e-12 * weights);
        }
      }),
      { seed: SEED, numRuns: Number(process.env.COMBINER_CASES ?? 4000) },
    );
  });
});

describe("combine(generalistProbs, activeSpecialists) with wrong arguments", () => {
  const specialist = { classes: [0, 1], probs: [0.2, 0.3, 0.5] };
  const generalist = [0.25, 0.25, 0.5];
  const errors: [string, () => unknown, string][] = [
    [
      "a row that does not sum to one",
      () => combine([0.5, 0.6], []),
      "combine: generalistProbs must sum to 1 within 0.001 (probabilities, not logits), got 1.1",
    ],
    [
      "no classes",
      () => combine([], []),
      "combine: generalistProbs must sum to 1 within 0.001 (probabilities, not logits), got 0",
    ],
    ["NaN", () => combine([0.5, Number.NaN], []), "combine: generalistProbs[1] must be a probability, got NaN"],
    [
      "a negative probability",
      () => combine([1.5, -0.5], []),
      "combine: generalistProbs[1] must be a probability, got -0.5",
    ],
    [
      "a class out of range",
      () => combine(generalist, [{ ...specialist, classes: [0, 3] }]),
      "combine: activeSpecialists[0].classes[1] must be an integer, at least 0 and below 3, got 3",
    ],
    [
      "a class named twice",
      () => combine(generalist, [specialist, { ...specialist, classes: [1, 1] }]),
      "combine: activeSpecialists[1].classes[1] must be a class that is not in the set already, got 1 again",
    ],
    [
      "an empty specialist",
      () => combine(generalist, [{ classes: [], probs: [1] }]),
      "combine: activeSpecialists[0].classes must name at least one class, got none",
    ],
    [
      "a row of the wrong length",
      () => combine(generalist, [{ ...specialist, probs: [0.5, 0.5] }]),
      "combine: activeSpecialists[0].probs must have length 3 (2 classes and the dustbin), got 2",
    ],
    [
      "a specialist's row of logits",
      () => combine(generalist, [{ ...specialist, probs: [2, 0, 3] }]),
      "combine: activeSpecialists[0].probs must sum to 1 within 0.001 (probabilities, not logits), got 5",
    ],
    [
      "a weight of 0",
      () => combine(generalist, [{ ...specialist, weight: 0 }]),
      "combine: activeSpecialists[0].weight must be a positive finite number, got 0",
    ],
    [
      "a generalist's weight of 0",
      () => combine(generalist, [], { generalistWeight: 0 }),
      "combine: generalistWeight must be a positive finite number, got 0",
    ],
    [
      "another divergence",
      () => combine(generalist, [], { divergence: "both" as "forward" }),
      'combine: divergence must be one of "forward", "reverse", got "both"',
    ],
    [
      "a tolerance of 0",
      () => combine(generalist, [], { tolerance: 0 }),
      "combine: tolerance must be a positive finite number, got 0",
    ],
    [
      "no iterations",
      () => combine(generalist, [], { maxIterations: 0 }),
      "combine: maxIterations must be an integer, at least 1, got 0",
    ],
  ];
  it.each(errors)("throws on %s", (_, call, message) => {
    expect(call).toThrow(expect.objectContaining({ name: "ArgumentError", message }));
  });

  it("does not write to its arguments", () => {
    const probs = Float32Array.of(0.25, 0.25, 0.5);
    const own = { classes: Int32Array.of(0, 1), probs: Float32Array.of(0.2, 0.3, 0.5) };
    combine(probs, [own]);
    expect([...probs, ...own.classes, ...own.probs]).toEqual([
      0.25,
      0.25,
      0.5,
      0,
      1,
      ...Float32Array.of(0.2, 0.3, 0.5),
    ]);
  });
});
