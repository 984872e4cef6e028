import type { ActiveRow, Row, RowView } from "./row.ts";

/** A mass below this, relative to the models' weights, counts as none: its reciprocal has to stay finite. */
const NO_MASS = 1e-280;

/** Below this share of the whole, the mass outside all subsets is summed class by class: a difference would be all rounding. */
const SMALL_REST = 1e-3;

/** What {@link gatherForward} and {@link gatherReverse} need of the generalist; without one, `weight` is 0. */
export interface GeneralistRow extends RowView {
  weight: number;
  sum: number;
}

/** Fills the atoms' masses with `w_i = α_g p_g(i) + Σ_{m∋i} α_m p_m(i)`. Call after `refine`. */
export function gatherForward(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): void {
  const { atoms, slotList, slotMass, slotClass, slotAtom } = row;
  const { probs, offset } = generalist;
  const scale = generalist.weight > 0 ? generalist.weight / generalist.sum : 0;
  let known = 0;
  let at = 0;
  for (let slot = 0; slot < row.slots; slot++) {
    const value = scale > 0 ? probs[offset + slotClass[slot]!]! : 0;
    known += value;
    slotMass[slot] = value * scale;
  }
  let total = generalist.weight;
  for (let m = 0; m < atoms.models; m++) {
    const { classes, probs, offset, weight, scale } = active[m]!;
    const factor = weight * scale;
    for (let j = 0; j < classes.length; j++) slotMass[slotList[at++]!]! += factor * probs[offset + j]!;
    atoms.dustbin[m] = noDust(row, classes) ? 0 : nonZero(factor * probs[offset + classes.length]!, weight);
    total += weight;
  }
  for (let atom = 0; atom < atoms.count; atom++) {
    atoms.mass[atom] = 0;
    atoms.inside[atom]! += generalist.weight;
  }
  for (let slot = 0; slot < row.slots; slot++) atoms.mass[slotAtom[slot]!]! += slotMass[slot]!;
  atoms.mass[0] = scale * restOf(row, generalist, known);
  for (let atom = 0; atom < atoms.count; atom++) atoms.mass[atom] = nonZero(atoms.mass[atom]!, total);
  atoms.total = total;
  row.outsideScale = scale;
}

/** Fills the atoms' masses with `z_i = (p_g(i)^α_g Π_{m∋i} p_m(i)^α_m)^(1/λ_a)`, their geometric means. */
export function gatherReverse(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): void {
  const { atoms, slotList, slotMass, slotClass, slotAtom } = row;
  const { probs, offset, weight } = generalist;
  const scale = weight > 0 ? 1 / generalist.sum : 0;
  let known = 0;
  let at = 0;
  for (let slot = 0; slot < row.slots; slot++) {
    const value = weight > 0 ? probs[offset + slotClass[slot]!]! : 0;
    known += value;
    slotMass[slot] = weight > 0 ? weight * Math.log(value * scale) : 0;
  }
  atoms.total = weight;
  for (let m = 0; m < atoms.models; m++) {
    const { classes, probs, offset, weight, scale } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      slotMass[slotList[at++]!]! += weight * Math.log(scale * probs[offset + j]!);
    }
    atoms.dustbin[m] = noDust(row, classes) ? 0 : nonZero(scale * probs[offset + classes.length]!, 1);
    atoms.total += weight;
  }
  for (let atom = 0; atom < atoms.count; atom++) {
    atoms.mass[atom] = 0;
    atoms.inside[atom]! += weight;
  }
  for (let slot = 0; slot < row.slots; slot++) {
    const atom = slotAtom[slot]!;
    slotMass[slot] = Math.exp(slotMass[slot]! / atoms.inside[atom]!);
    atoms.mass[atom]! += slotMass[slot]!;
  }
  atoms.mass[0] = scale * restOf(row, generalist, known);
  for (let atom = 0; atom < atoms.count; atom++) atoms.mass[atom] = nonZero(atoms.mass[atom]!, 1);
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
  if (generalist.weight === 0 || row.slots === row.classes) return 0;
  const rest = generalist.sum - known;
  if (rest > SMALL_REST * generalist.sum) return rest;
  const { probs, offset } = generalist;
  let sum = 0;
  for (let known = 0; known < row.classes; known++) if (row.slotOf[known]! < 0) sum += probs[offset + known]!;
  return sum;
}
