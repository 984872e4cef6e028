import type { Atoms } from "./atoms.ts";
import type { ActiveRow, Row, RowView } from "./row.ts";

/** A mass below this, relative to the models' weights, counts as none: its reciprocal must stay finite. */
const NO_MASS = 1e-280;

/** Below this share of the whole, a rest is summed class by class: a difference would be nothing but rounding. */
const SMALL_REST = 1e-3;

/** The generalist's part of {@link gatherForward} and {@link gatherReverse}. */
export interface GeneralistRow extends RowView {
  weight: number;
  sum: number;
}

/** Fills the atoms' masses with `w_i = α_g p_g(i) + Σ_{m∋i} α_m p_m(i)`. Call after `refine`. */
export function gatherForward(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): void {
  const { atoms, atomOf, classMass, first, last, shared, sharedEnd } = row;
  const { mass, dustbin, models } = atoms;
  const scale = generalist.weight / generalist.sum;
  clearMasses(atoms, generalist.weight);
  let known = 0;
  let at = 0;
  for (let m = 0; m < models; m++) {
    const own = active[m]!;
    const { classes, probs, offset, weight } = own;
    const factor = weight * own.scale;
    let named = sumNamed(own);
    let general = sumGeneral(generalist, classes);
    const whole = factor * named + scale * general;
    known += general;
    for (; at < sharedEnd[m]!; at++) {
      const place = shared[at]!;
      const index = classes[place]!;
      const atom = atomOf[index]!;
      const prob = generalist.probs[generalist.offset + index]!;
      const isFirst = first[atom] === m;
      if (!isFirst) known -= prob;
      const value = factor * probs[offset + place]! + (isFirst ? scale * prob : classMass[index]!);
      classMass[index] = value;
      if (last[atom] === m) mass[atom]! += value;
      named -= probs[offset + place]!;
      general -= prob;
    }
    const rest = factor * named + scale * general;
    mass[m + 1] = rest > SMALL_REST * whole ? rest : sumAlone(row, generalist, own, scale, factor);
    dustbin[m] = noDust(row, classes) ? 0 : nonZero(factor * probs[offset + classes.length]!, weight);
    atoms.total += weight;
  }
  finishMasses(row, generalist, active, known, scale, atoms.total);
}

/** Fills the atoms' masses with `z_i = (p_g(i)^α_g Π_{m∋i} p_m(i)^α_m)^(1/λ_a)`, their geometric means. */
export function gatherReverse(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): void {
  const { atoms, atomOf, classMass, first, last } = row;
  const { mass, inside, dustbin, models } = atoms;
  const { weight } = generalist;
  const scale = 1 / generalist.sum;
  clearMasses(atoms, weight);
  let known = 0;
  for (let m = 0; m < models; m++) {
    const { classes, probs, offset, weight: own, scale: ownScale } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      const index = classes[j]!;
      const atom = atomOf[index]! || m + 1;
      let value = own * Math.log(ownScale * probs[offset + j]!);
      if (first[atom] === m) {
        const prob = generalist.probs[generalist.offset + index]!;
        known += prob;
        value += weight * Math.log(scale * prob);
      } else value += classMass[index]!;
      if (last[atom] === m) {
        value = Math.exp(value / inside[atom]!);
        mass[atom]! += value;
      }
      classMass[index] = value;
    }
    dustbin[m] = noDust(row, classes) ? 0 : nonZero(ownScale * probs[offset + classes.length]!, 1);
    atoms.total += own;
  }
  finishMasses(row, generalist, active, known, scale, 1);
}

function clearMasses(atoms: Atoms, weight: number): void {
  for (let atom = 0; atom < atoms.count; atom++) {
    atoms.mass[atom] = 0;
    atoms.inside[atom]! += weight;
  }
  atoms.total = weight;
}

function finishMasses(
  row: Row,
  generalist: GeneralistRow,
  active: readonly ActiveRow[],
  known: number,
  scale: number,
  total: number,
): void {
  const { mass, count } = row.atoms;
  const outside = sumOutsideAll(row, generalist, active, known);
  mass[0] = scale * outside;
  row.generalOutside = outside / generalist.sum;
  for (let atom = 0; atom < count; atom++) mass[atom] = nonZero(mass[atom]!, total);
  row.outsideScale = scale;
}

/** Sums a specialist's probabilities of the classes that it knows, unscaled. */
function sumNamed({ classes, probs, offset }: ActiveRow): number {
  const end = offset + classes.length;
  let a = 0;
  let b = 0;
  let j = offset;
  for (; j < end - 3; j += 4) {
    a += probs[j]! + probs[j + 1]!;
    b += probs[j + 2]! + probs[j + 3]!;
  }
  for (; j < end; j++) a += probs[j]!;
  return a + b;
}

/** Sums the generalist's probabilities of these classes, unscaled. */
function sumGeneral({ probs, offset }: GeneralistRow, classes: Int32Array): number {
  const { length } = classes;
  let a = 0;
  let b = 0;
  let j = 0;
  for (; j < length - 3; j += 4) {
    a += probs[offset + classes[j]!]! + probs[offset + classes[j + 1]!]!;
    b += probs[offset + classes[j + 2]!]! + probs[offset + classes[j + 3]!]!;
  }
  for (; j < length; j++) a += probs[offset + classes[j]!]!;
  return a + b;
}

/** Sums the mass of the classes that no other active specialist knows, class by class. */
function sumAlone(row: Row, generalist: GeneralistRow, own: ActiveRow, scale: number, factor: number): number {
  const { classes, probs, offset } = own;
  let sum = 0;
  for (let j = 0; j < classes.length; j++) {
    const index = classes[j]!;
    if (row.atomOf[index] !== 0) continue;
    sum += factor * probs[offset + j]! + scale * generalist.probs[generalist.offset + index]!;
  }
  return sum;
}

/** Whether a specialist's dustbin is empty. */
function noDust(row: Row, classes: Int32Array): boolean {
  return classes.length === row.classes;
}

function nonZero(mass: number, total: number): number {
  return mass > NO_MASS * total ? mass : 0;
}

/** Computes the generalist's unscaled mass outside all subsets; `known` is that inside. */
function sumOutsideAll(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[], known: number): number {
  const { atoms, atomOf } = row;
  if (atoms.size[0] === 0) return 0;
  const rest = generalist.sum - known;
  if (rest > SMALL_REST * generalist.sum) return rest;
  const { probs, offset } = generalist;
  for (let m = 0; m < atoms.models; m++) for (const index of active[m]!.classes) atomOf[index] ||= -1;
  let sum = 0;
  for (let index = 0; index < row.classes; index++) if (atomOf[index] === 0) sum += probs[offset + index]!;
  for (let m = 0; m < atoms.models; m++)
    for (const index of active[m]!.classes) if (atomOf[index] === -1) atomOf[index] = 0;
  return sum;
}
