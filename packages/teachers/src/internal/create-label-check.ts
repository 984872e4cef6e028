import type { Dataset } from "@dark-knowledge/datasets";
import { listNames } from "./list-names.ts";

/** Looks at answers and labels until it knows enough. */
export type LabelCheck = (ids: Int32Array, logits: Float32Array) => void;

/** Enough to tell another order of the classes from a poor teacher. */
const MOST_EXAMPLES = 4096;
/** Standard deviations that are no chance, even though one looks again and again. */
const SURE = 4;

/**
 * Checks a teacher that does not name its classes against the labels of the examples that have some.
 *
 * It throws where the teacher is right less often than a guess that has the same shares of classes, and where it would be right much more
 * often with its classes in another order. The order is found on every second example and judged on the others, so that a
 * poor teacher of many classes is not taken for one in another order.
 */
export function createLabelCheck({ targets }: Dataset): LabelCheck {
  if (targets.kind !== "classes") return () => {};
  const { labels, classNames } = targets;
  const classes = classNames.length;
  /** Every second pair of teacher's class and label goes to find the order, the others judge it. */
  const halves = [new Int32Array(classes * classes), new Int32Array(classes * classes)] as const;
  let seen = 0;
  let next = 64;
  return (ids, logits) => {
    if (seen >= MOST_EXAMPLES) return;
    ids.forEach((id, row) => {
      const label = labels[id]!;
      const predicted = largest(logits, row * classes, classes);
      if (label >= 0 && predicted >= 0) halves[seen++ % 2]![predicted * classes + label]!++;
    });
    if (seen < next) return;
    while (next <= seen) next *= 2;
    judge(halves, classNames, seen);
  };
}

function judge(halves: readonly [Int32Array, Int32Array], classNames: readonly string[], seen: number): void {
  const [finding, judging] = halves;
  const classes = classNames.length;
  const order = `the dataset's is ${listNames(classNames)}`;
  const all = finding.map((count, index) => count + judging[index]!);
  const right = agreement(all, identity(classes)) / seen;
  const chance = agreementByChance(all, classes, seen);
  if (right < chance - SURE * Math.sqrt((chance * (1 - chance)) / seen)) {
    throw new Error(
      `the teacher is right in ${percent(right)} of ${seen} labelled examples, where chance gives ${percent(chance)}; ` +
        `see that its classes are in the right order (${order}) or named (classNames), and that it is fed what it was trained on`,
    );
  }
  const judged = seen - Math.ceil(seen / 2);
  const own = agreement(judging, identity(classes)) / judged;
  const other = agreement(judging, bestOrder(finding, classes)) / judged;
  if (other - own > Math.max(0.25, SURE * Math.sqrt(0.25 / judged))) {
    throw new Error(
      `the teacher is right in ${percent(own)} of ${judged} labelled examples, and in ${percent(other)} with its classes in another order; ` +
        `change their order (${order}), or name them in the order of its answers (classNames)`,
    );
  }
}

/** How often a pair is of a class and the label that goes with it. */
function agreement(pairs: Int32Array, labelOf: ArrayLike<number>): number {
  let sum = 0;
  for (let predicted = 0; predicted < labelOf.length; predicted++) {
    sum += pairs[predicted * labelOf.length + labelOf[predicted]!]!;
  }
  return sum;
}

/** How often one would be right with the same shares of classes, but regardless of the example. */
function agreementByChance(pairs: Int32Array, classes: number, seen: number): number {
  const predictions = new Float64Array(classes);
  const labels = new Float64Array(classes);
  pairs.forEach((count, at) => {
    predictions[Math.floor(at / classes)]! += count / seen;
    labels[at % classes]! += count / seen;
  });
  return predictions.reduce((sum, share, index) => sum + share * labels[index]!, 0);
}

/** One label for each of the teacher's classes: the most frequent pairs first, and of equally frequent ones that of one class with itself. */
function bestOrder(pairs: Int32Array, classes: number): Int32Array {
  const labelOf = new Int32Array(classes).fill(-1);
  const isTaken = new Uint8Array(classes);
  const isOwn = (at: number) => Number(Math.floor(at / classes) === at % classes);
  const order = [...pairs.keys()].filter((at) => pairs[at]! > 0 || isOwn(at));
  order.sort((one, other) => pairs[other]! - pairs[one]! || isOwn(other) - isOwn(one));
  for (const at of order) {
    const [predicted, label] = [Math.floor(at / classes), at % classes];
    if (labelOf[predicted]! >= 0 || isTaken[label]) continue;
    labelOf[predicted] = label;
    isTaken[label] = 1;
  }
  const free = [...isTaken.keys()].filter((label) => !isTaken[label]);
  return labelOf.map((label) => (label < 0 ? free.pop()! : label));
}

function identity(classes: number): Int32Array {
  return Int32Array.from({ length: classes }, (_, index) => index);
}

/** −1 for an example without an answer. */
function largest(logits: Float32Array, from: number, classes: number): number {
  let best = -1;
  for (let index = 0; index < classes; index++) {
    if (logits[from + index]! > (best < 0 ? -Infinity : logits[from + best]!)) best = index;
  }
  return best;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
