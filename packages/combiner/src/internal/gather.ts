import type { ActiveRow, Row, RowView } from "./row.ts";

/** A mass below this, relative to the models' weights, counts as none: its reciprocal has to stay finite. */
const NO_MASS = 1e-280;

/** Below this share of the whole, the mass outside all subsets is summed class by class: a difference would be all rounding. */
const SMALL_REST = 1e-3;

/** What {@link gatherForward} and {@link gatherReverse} need of the generalist. */
export interface GeneralistRow extends RowView {
  weight: number;
  sum: number;
}

/** Fills the atoms' masses with `w_i = α_g p_g(i) + Σ_{m∋i} α_m p_m(i)`. Call after `refine`. */
export function gatherForward(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): void {
  const { atoms, atomOf, classMass, first, last } = row;
  const { mass, inside, dustbin, count, models } = atoms;
  const { weight } = generalist;
  const scale = weight / generalist.sum;
  for (let atom = 0; atom < count; atom++) {
    mass[atom] = 0;
    inside[atom]! += weight;
  }
  let known = 0;
  let total = weight;
  for (let m = 0; m < models; m++) {
    const { classes, probs, offset, weight, scale: own } = active[m]!;
    const factor = weight * own;
    for (let j = 0; j < classes.length; j++) {
      const index = classes[j]!;
      const atom = atomOf[index]!;
      let value = factor * probs[offset + j]!;
      if (first[atom] === m) {
        const prob = generalist.probs[generalist.offset + index]!;
        known += prob;
        value += scale * prob;
      } else value += classMass[index]!;
      classMass[index] = value;
      if (last[atom] === m) mass[atom]! += value;
    }
    dustbin[m] = noDust(row, classes) ? 0 : nonZero(factor * probs[offset + classes.length]!, weight);
    total += weight;
  }
  mass[0] = scale * restOf(row, generalist, known);
  for (let atom = 0; atom < count; atom++) mass[atom] = nonZero(mass[atom]!, total);
  atoms.total = total;
  row.outsideScale = scale;
}

/** Fills the atoms' masses with `z_i = (p_g(i)^α_g Π_{m∋i} p_m(i)^α_m)^(1/λ_a)`, their geometric means. */
export function gatherReverse(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): void {
  const { atoms, atomOf, classMass, first, last } = row;
  const { mass, inside, dustbin, count, models } = atoms;
  const { weight } = generalist;
  const scale = 1 / generalist.sum;
  for (let atom = 0; atom < count; atom++) {
    mass[atom] = 0;
    inside[atom]! += weight;
  }
  let known = 0;
  atoms.total = weight;
  for (let m = 0; m < models; m++) {
    const { classes, probs, offset, weight: own, scale: ownScale } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      const index = classes[j]!;
      const atom = atomOf[index]!;
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
  mass[0] = scale * restOf(row, generalist, known);
  for (let atom = 0; atom < count; atom++) mass[atom] = nonZero(mass[atom]!, 1);
  row.outsideScale = scale;
}

/** Whether a specialist's dustbin has no class in it. */
function noDust(row: Row, classes: Int32Array): boolean {
  return classes.length === row.classes;
}

function nonZero(mass: number, total: number): number {
  return mass > NO_MASS * total ? mass : 0;
}

/** The generalist's unscaled mass outside all subsets. */
function restOf(row: Row, generalist: GeneralistRow, known: number): number {
  if (row.atoms.size[0] === 0) return 0;
  const rest = generalist.sum - known;
  if (rest > SMALL_REST * generalist.sum) return rest;
  const { probs, offset } = generalist;
  let sum = 0;
  for (let known = 0; known < row.classes; known++) if (row.atomOf[known] === 0) sum += probs[offset + known]!;
  return sum;
}
