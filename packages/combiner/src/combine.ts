import { assertArray, assertNumber, assertObject } from "@dark-knowledge/core";
import type { CombinedRow, CombineOptions, SpecialistAnswer } from "./combine-options.ts";
import { assertRowLength, checkedClasses, checkedSum, readSettings } from "./internal/check-rows.ts";
import { type ActiveRow, createRow } from "./internal/row.ts";
import { scaleOf } from "./internal/scale-of.ts";
import { listShared } from "./internal/shared-classes.ts";
import { createRowReport, solveRow } from "./internal/solve-row.ts";

/**
 * Combines a generalist's answer to one example with those of the specialists that are active for it: the q over all
 * classes that minimises `KL(p_g, q) + Σ_m KL(p_m, q_m)`, solved exactly, with a certificate.
 *
 * A specialist's dustbin stands for all classes that it does not know, so `q_m` is q with those classes summed. The
 * paper descends the gradient for each example; this solves for one number per specialist (docs/combiner.md). For many
 * examples use {@link createCombiner}, which allocates nothing per row.
 *
 * @param generalistProbs one probability for each class
 * @param activeSpecialists the answers of the active specialists; with none, the result is the generalist's answer
 * @throws ArgumentError when a row does not sum to 1 or holds NaN, when a class is out of range or given twice, when a
 * specialist knows no class, or when its row does not have one probability per class and one for the dustbin
 * @see Hinton, Vinyals and Dean (2015), section 5.4, equation 5
 *
 * @example
 * ```ts
 * import { combine } from "@dark-knowledge/combiner";
 *
 * // The generalist is undecided between classes 0 and 1; a specialist for just these two is sure that it is 1.
 * const generalistProbs = [0.4, 0.4, 0.1, 0.1];
 * const specialist = { classes: [0, 1], probs: [0.1, 0.7, 0.2] };
 * const { probs, gap, status } = combine(generalistProbs, [specialist]);
 * probs; // ≈ [0.25, 0.55, 0.10, 0.10]
 * gap < 1e-11; // => true
 * status; // => "solved"
 * ```
 */
export function combine(
  generalistProbs: ArrayLike<number>,
  activeSpecialists: readonly SpecialistAnswer[],
  options: CombineOptions = {},
): CombinedRow {
  assertArray("combine", "generalistProbs", generalistProbs, "numbers");
  assertArray("combine", "activeSpecialists", activeSpecialists, "Array");
  const settings = readSettings("combine", options);
  const classes = generalistProbs.length;
  const sum = checkedSum("combine", "generalistProbs", generalistProbs, 0, classes);
  const active = activeSpecialists.map((answer, index) => readAnswer(answer, index, classes));
  const shared = listShared(
    classes,
    active.map((own) => own.classes),
  );
  for (const own of active) own.shared = shared[own.index]!;
  const generalist = { probs: generalistProbs, offset: 0, weight: settings.generalistWeight, sum };
  const probs = new Float32Array(classes);
  const report = createRowReport();
  solveRow(createRow(classes), generalist, active, active.length, settings, probs, report);
  return { probs, ...report };
}

function readAnswer(answer: SpecialistAnswer, index: number, classCount: number): ActiveRow {
  const name = `activeSpecialists[${index}]`;
  assertObject("combine", name, answer);
  const { classes, probs, weight = 1 } = answer;
  assertArray("combine", `${name}.probs`, probs, "numbers");
  const known = checkedClasses("combine", `${name}.classes`, classes, classCount);
  assertRowLength("combine", `${name}.probs`, probs.length, known.length);
  assertNumber("combine", `${name}.weight`, weight, { above: 0 });
  const sum = checkedSum("combine", `${name}.probs`, probs, 0, probs.length);
  return {
    classes: known,
    index,
    shared: [],
    probs,
    offset: 0,
    weight,
    scale: scaleOf({ functionName: "combine", probs, offset: 0, sum }, known.length, classCount),
  };
}
