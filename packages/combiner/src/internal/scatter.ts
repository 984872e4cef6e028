import { type Atoms, outsideMass } from "./atoms.ts";
import type { GeneralistRow } from "./gather.ts";
import type { ActiveRow, Row } from "./row.ts";

/** Below this, the mass of an atom that no model names may be the solver's rounding. */
const ROUNDING = 1e-12;

/** It is, unless it makes up more than this share of what some dustbin asks for. */
const ROUNDING_SHARE = 1e-6;

/**
 * Writes the classes' probabilities from the atoms': within an atom they keep the proportions of `w_i` (or `z_i`).
 *
 * Where no model names a class of an atom that the dustbins nevertheless give mass, the mass is spread equally.
 *
 * @returns the mass spread that way over more than one class
 */
export function scatter(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[], out: Float32Array): number {
  const { atoms, atomOf, classMass } = row;
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
  for (let m = 0; m < models; m++) {
    const { classes } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      const index = classes[j]!;
      const atom = atomOf[index]!;
      if (atom === 0) continue;
      out[offset + index] = mass[atom]! > 0 ? classMass[index]! * q[atom]! : q[atom]!;
      atomOf[index] = 0;
    }
  }
  return spread;
}

/** Takes away the solver's rounding: what it gave to atoms that no model names and no dustbin needs. */
export function dropRounding(atoms: Atoms): void {
  for (let atom = 0; atom < atoms.count; atom++) if (isRounding(atoms, atom)) atoms.q[atom] = 0;
}

function isRounding(atoms: Atoms, atom: number): boolean {
  if (atoms.size[atom] === 0 || atoms.mass[atom]! > 0 || atoms.q[atom]! >= ROUNDING) return false;
  for (let k = atoms.excludedStart[atom]!; k < atoms.excludedStart[atom + 1]!; k++) {
    const model = atoms.excluded[k]!;
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
  // Eight at a time: half the time of one at a time.
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
