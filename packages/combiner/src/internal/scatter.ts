import { type Atoms, outsideMass } from "./atoms.ts";
import type { GeneralistRow } from "./gather.ts";
import type { ActiveRow, Row } from "./row.ts";

/** Below this, the mass of an atom to which no model gives mass may be the solver's rounding. */
const ROUNDING = 1e-12;

/** It is rounding, unless it exceeds this share of some dustbin's mass. */
const ROUNDING_SHARE = 1e-6;

/**
 * Writes the classes' probabilities from the atoms': within an atom they keep the proportions of `w_i` (or `z_i`).
 *
 * If dustbins give mass to an atom but no model gives mass to its classes, the mass is spread equally.
 *
 * @returns the mass spread that way over more than one class
 */
export function scatter(
  row: Row,
  generalist: GeneralistRow,
  active: readonly ActiveRow[],
  isForward: boolean,
  out: Float32Array,
): number {
  const { atoms, atomOf, classMass, shared, sharedEnd } = row;
  const { q, mass, size, count, models } = atoms;
  const { offset } = generalist;
  let spread = 0;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    if (mass[atom]! > 0) q[atom]! /= mass[atom]!;
    else {
      if (size[atom]! > 1) spread += q[atom]!;
      q[atom]! /= size[atom]!;
    }
  }
  if (size[0]! > 0) writeOutside(row, generalist, out);
  let at = 0;
  for (let m = 0; m < models; m++) {
    const own = active[m]!;
    if (size[m + 1]! > 0) writeAlone(row, generalist, own, m + 1, isForward, out);
    for (; at < sharedEnd[m]!; at++) {
      const index = own.classes[shared[at]!]!;
      const atom = atomOf[index]!;
      out[offset + index] = mass[atom]! > 0 ? classMass[index]! * q[atom]! : q[atom]!;
    }
  }
  return spread;
}

/** Writes the classes of one specialist as if no other knew them; those that another knows are overwritten later. */
function writeAlone(
  row: Row,
  generalist: GeneralistRow,
  own: ActiveRow,
  atom: number,
  isForward: boolean,
  out: Float32Array,
): void {
  const { q, mass } = row.atoms;
  const { classes, probs, offset: from } = own;
  const { offset } = generalist;
  const { length } = classes;
  const share = q[atom]!;
  if (mass[atom] === 0) {
    for (let j = 0; j < length; j++) out[offset + classes[j]!] = share;
  } else if (isForward) {
    const scale = row.outsideScale * share;
    const factor = own.weight * own.scale * share;
    const general = generalist.probs;
    let j = 0;
    for (; j < length - 3; j += 4) {
      const a = offset + classes[j]!;
      const b = offset + classes[j + 1]!;
      const c = offset + classes[j + 2]!;
      const d = offset + classes[j + 3]!;
      out[a] = factor * probs[from + j]! + scale * general[a]!;
      out[b] = factor * probs[from + j + 1]! + scale * general[b]!;
      out[c] = factor * probs[from + j + 2]! + scale * general[c]!;
      out[d] = factor * probs[from + j + 3]! + scale * general[d]!;
    }
    for (; j < length; j++) {
      const a = offset + classes[j]!;
      out[a] = factor * probs[from + j]! + scale * general[a]!;
    }
  } else {
    const { classMass } = row;
    for (let j = 0; j < length; j++) out[offset + classes[j]!] = classMass[classes[j]!]! * share;
  }
}

/** Removes the solver's rounding: the mass it gave to atoms to which no model gives mass and which no dustbin needs. */
export function dropRounding(atoms: Atoms): void {
  for (let atom = 0; atom < atoms.count; atom++) if (isRounding(atoms, atom)) atoms.q[atom] = 0;
}

function isRounding(atoms: Atoms, atom: number): boolean {
  if (atoms.size[atom] === 0 || atoms.mass[atom]! > 0 || atoms.q[atom]! >= ROUNDING) return false;
  for (let model = 0; model < atoms.models; model++) {
    if (atoms.lacks[atom * atoms.models + model] === 0) continue;
    if (atoms.dustbin[model]! > 0 && atoms.q[atom]! > ROUNDING_SHARE * outsideMass(atoms, model)) return false;
  }
  return true;
}

function writeOutside(row: Row, { probs, offset }: GeneralistRow, out: Float32Array): void {
  const { q, mass } = row.atoms;
  const end = offset + row.classes;
  if (mass[0] === 0) {
    out.fill(q[0]!, offset, end);
    return;
  }
  const factor = row.outsideScale * q[0]!;
  let k = offset;
  // Eight at a time takes half the time of one at a time.
  for (; k < end - 7; k += 8) {
    out[k] = factor * probs[k]!;
    out[k + 1] = factor * probs[k + 1]!;
    out[k + 2] = factor * probs[k + 2]!;
    out[k + 3] = factor * probs[k + 3]!;
    out[k + 4] = factor * probs[k + 4]!;
    out[k + 5] = factor * probs[k + 5]!;
    out[k + 6] = factor * probs[k + 6]!;
    out[k + 7] = factor * probs[k + 7]!;
  }
  for (; k < end; k++) out[k] = factor * probs[k]!;
}
