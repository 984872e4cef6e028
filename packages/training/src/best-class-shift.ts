import { ArgumentError, assertArray, assertInteger, assertMatrix, type Matrix } from "@dark-knowledge/core";

/** Result of {@link bestClassShift}. */
export interface ClassShift {
  /** The number to add to the logit of every named class. */
  readonly shift: number;
  /** The errors with it; no other shift has fewer. */
  readonly errors: number;
}

const NAME = "bestClassShift";

/**
 * Finds the number that, added to the logits of some classes, leaves the fewest errors.
 *
 * This is how the paper corrects a student that never saw some classes, or only those. It uses labels: on the test set,
 * as in the paper, the remaining errors are too optimistic. {@link matchClassShares} needs no labels. The count of
 * errors changes at most once per example, where the best of the named classes overtakes the best of the others; these
 * points are sorted and all of them are tried. Of equally good shifts it takes the middle of the longest range; in an
 * unbounded range, 0 if it is inside, or else the number one beyond the bound.
 *
 * @param logits `[examples, classes]`, finite
 * @param labels one integer per example
 * @param classes some of the classes, not all
 * @throws ArgumentError when labels are not one per example, a class or a label is out of range, or all classes or none are named
 * @see Hinton, Vinyals and Dean (2015), section 3: +3.5 for a class that was left out, −7.6 for two that were alone
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { bestClassShift } from "@dark-knowledge/training";
 *
 * // Class 1 is 2 too low for its example to be found, and may be raised by 5 before it takes the other one.
 * const logits = createMatrix(2, 2, Float32Array.of(5, 0, 2, 0));
 * bestClassShift(logits, Int32Array.of(0, 1), [1]); // => { shift: 3.5, errors: 0 }
 * ```
 */
export function bestClassShift(logits: Matrix, labels: Int32Array, classes: readonly number[]): ClassShift {
  assertArguments(logits, labels, classes);
  const named = new Set(classes);
  // With a shift above its point an example is assigned to the best named class, below to the best of the others.
  const places: { readonly at: number; readonly change: number }[] = [];
  let errors = 0;
  for (let row = 0; row < logits.rows; row++) {
    const [inside, outside] = bestOfBoth(logits, row, named);
    const isWrongBelow = outside.column !== labels[row];
    const isWrongAbove = inside.column !== labels[row];
    if (isWrongBelow) errors++;
    if (isWrongBelow !== isWrongAbove) {
      places.push({ at: outside.logit - inside.logit, change: Number(isWrongAbove) - Number(isWrongBelow) });
    }
  }
  places.sort((one, other) => one.at - other.at);
  return fewestErrors(places, errors);
}

function fewestErrors(places: readonly { readonly at: number; readonly change: number }[], below: number): ClassShift {
  let best = { from: -Infinity, to: places[0]?.at ?? Infinity, errors: below };
  let errors = below;
  for (const [index, { at, change }] of places.entries()) {
    errors += change;
    const to = places[index + 1]?.at ?? Infinity;
    const isLonger = errors === best.errors && to - at > best.to - best.from;
    if (to > at && (errors < best.errors || isLonger)) best = { from: at, to, errors };
  }
  return { shift: middleOf(best.from, best.to), errors: best.errors };
}

/** Returns the middle of a range; for an unbounded one, 0 if it is inside, or else the number one beyond its bound. */
function middleOf(from: number, to: number): number {
  if (Number.isFinite(from) && Number.isFinite(to)) return (from + to) / 2;
  if (Number.isFinite(from)) return Math.max(0, from + 1);
  if (Number.isFinite(to)) return Math.min(0, to - 1);
  return 0;
}

interface Largest {
  readonly column: number;
  readonly logit: number;
}

function bestOfBoth(
  { columns, data }: Matrix,
  row: number,
  named: ReadonlySet<number>,
): [inside: Largest, outside: Largest] {
  let inside: Largest = { column: -1, logit: -Infinity };
  let outside: Largest = inside;
  for (let column = 0; column < columns; column++) {
    const logit = data[row * columns + column]!;
    if (named.has(column)) {
      if (logit > inside.logit) inside = { column, logit };
    } else if (logit > outside.logit) outside = { column, logit };
  }
  return [inside, outside];
}

function assertArguments(logits: Matrix, labels: Int32Array, classes: readonly number[]): void {
  assertMatrix(NAME, "logits", logits);
  assertArray(NAME, "labels", labels, "Int32Array");
  assertArray(NAME, "classes", classes, "Array");
  const { rows, columns, data } = logits;
  const fail = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName: NAME, argument, expected, received, code: "range" });
  };
  if (labels.length !== rows) fail("labels", `must have length ${rows} (as logits has rows)`, String(labels.length));
  const wrong = labels.findIndex((label) => label < 0 || label >= columns);
  if (wrong >= 0) fail("labels", `must be from 0 to ${columns - 1}`, `${labels[wrong]} at position ${wrong}`);
  const broken = data.findIndex((logit) => !Number.isFinite(logit));
  if (broken >= 0) fail("logits", "must be finite", `${data[broken]} in row ${Math.floor(broken / columns)}`);
  for (const [index, column] of classes.entries()) {
    assertInteger(NAME, `classes[${index}]`, column, { min: 0, below: columns });
  }
  const count = new Set(classes).size;
  if (count === 0 || count >= columns) {
    fail("classes", `must name from 1 to ${columns - 1} of the ${columns} classes`, String(count));
  }
}
