import { bench, describe } from "vitest";
import { createCombiner } from "../src/index.ts";
import { adamOnLogits, createAdamMemory } from "./adam-on-logits.ts";
import { createProblem, type Problem } from "./problem.ts";

function combinerOf({ classes, sets }: Problem, topClasses: number, withObjectives: boolean) {
  const specialists = sets.map((own) => ({ classes: own }));
  return createCombiner({ classes, specialists, topClasses, withObjectives });
}

/** The rows that the activation asks the specialists for. */
function activeRows(problem: Problem, rowsOf: readonly Int32Array[]): Float32Array[] {
  return problem.specialistProbs.map((all, m) => {
    const width = problem.sets[m]!.length + 1;
    const rows = Array.from(rowsOf[m]!, (row) => all.subarray(row * width, (row + 1) * width));
    const packed = new Float32Array(rows.length * width);
    rows.forEach((row, index) => {
      packed.set(row, index * width);
    });
    return packed;
  });
}

describe("8 rows of 15,000 classes, 61 specialists × 300, n = 5", () => {
  const problem = createProblem(15_000, 61, 300, 8, 15_000);
  const combiner = combinerOf(problem, 5, false);
  const activation = combiner.activate(problem.generalistProbs);
  const specialistProbs = activeRows(problem, activation.rowsOf);
  const into = combiner.combine(activation, specialistProbs);
  bench("exact", () => {
    combiner.combine(activation, specialistProbs, { into });
  });
  bench("exact, the activation with it", () => {
    combiner.combine(combiner.activate(problem.generalistProbs), specialistProbs, { into });
  });
  const withObjectives = combinerOf(problem, 5, true);
  const other = withObjectives.combine(activation, specialistProbs);
  bench("exact, with objectives", () => {
    withObjectives.combine(activation, specialistProbs, { into: other });
  });
  const memory = createAdamMemory(15_000);
  bench(
    "300 Adam steps on the logits",
    () => {
      for (let row = 0; row < problem.rows; row++) {
        const listed = activation.specialists.slice(activation.start[row]!, activation.start[row + 1]!);
        const active = Array.from(listed, (m) => ({
          classes: problem.sets[m]!,
          probs: problem.specialistProbs[m]!.subarray(row * 301, (row + 1) * 301),
        }));
        const generalist = problem.generalistProbs.subarray(row * 15_000, (row + 1) * 15_000);
        adamOnLogits({ generalist, active }, 300, 0.05, memory);
      }
    },
    { iterations: 3, warmupIterations: 1, time: 0, warmupTime: 0 },
  );
});

describe("8 rows, 5 specialists × 300 of the first 1,000 classes, n = 5", () => {
  for (const classes of [1_000, 15_000]) {
    const problem = createProblem(classes, 5, 300, 8, 1_000);
    const combiner = combinerOf(problem, 5, false);
    const activation = combiner.activate(problem.generalistProbs);
    const specialistProbs = activeRows(problem, activation.rowsOf);
    const into = combiner.combine(activation, specialistProbs);
    bench(`${classes} classes`, () => {
      combiner.combine(activation, specialistProbs, { into });
    });
  }
});

describe("10,000 rows of 62 classes, 10 specialists × 8", () => {
  const problem = createProblem(62, 10, 8, 10_000, 62);
  for (const topClasses of [1, 2]) {
    for (const withObjectives of [false, true]) {
      const combiner = combinerOf(problem, topClasses, withObjectives);
      const into = combiner.combine(combiner.activate(problem.generalistProbs), problem.specialistProbs, {
        specialistRows: "all",
      });
      bench(`n = ${topClasses}${withObjectives ? ", with objectives" : ""}`, () => {
        const activation = combiner.activate(problem.generalistProbs);
        combiner.combine(activation, problem.specialistProbs, { specialistRows: "all", into });
      });
    }
  }
});
