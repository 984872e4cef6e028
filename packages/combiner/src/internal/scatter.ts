import { type Atoms, outsideMass } from "./atoms.ts";
import type { GeneralistRow } from "./gather.ts";
import type { Row } from "./row.ts";

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
export function scatter(row: Row, generalist: GeneralistRow, out: Float32Array | Float64Array, start: number): number {
  const { atoms, slotClass, slotAtom, slotMass } = row;
  const { q, mass, size } = atoms;
  let spread = 0;
  for (let atom = 0; atom < atoms.count; atom++) if (isRounding(atoms, atom)) q[atom] = 0;
  for (let atom = 0; atom < atoms.count; atom++) {
    if (size[atom] === 0) continue;
    if (mass[atom]! > 0) q[atom]! /= mass[atom]!;
    else {
      if (size[atom]! > 1) spread += q[atom]!;
      q[atom]! /= size[atom]!;
    }
  }
  if (size[0]! > 0) writeOutside(row, generalist, out, start);
  for (let slot = 0; slot < row.slots; slot++) {
    const atom = slotAtom[slot]!;
    out[start + slotClass[slot]!] = mass[atom]! > 0 ? slotMass[slot]! * q[atom]! : q[atom]!;
  }
  for (let atom = 0; atom < atoms.count; atom++) {
    if (size[atom] === 0) continue;
    q[atom]! *= mass[atom]! > 0 ? mass[atom]! : size[atom]!;
  }
  return spread;
}

function isRounding(atoms: Atoms, atom: number): boolean {
  if (atoms.size[atom] === 0 || atoms.mass[atom]! > 0 || atoms.q[atom]! >= ROUNDING) return false;
  for (let k = atoms.excludedStart[atom]!; k < atoms.excludedStart[atom + 1]!; k++) {
    const model = atoms.excluded[k]!;
    if (atoms.dustbin[model]! > 0 && atoms.q[atom]! > ROUNDING_SHARE * outsideMass(atoms, model)) return false;
  }
  return true;
}

function writeOutside(row: Row, generalist: GeneralistRow, out: Float32Array | Float64Array, start: number): void {
  const { q, mass } = row.atoms;
  if (mass[0] === 0) {
    out.fill(q[0]!, start, start + row.classes);
    return;
  }
  const { probs, offset } = generalist;
  scaleInto(out, start, probs, offset, row.classes, row.outsideScale * q[0]!);
}

function scaleInto(
  out: Float32Array | Float64Array,
  start: number,
  probs: ArrayLike<number>,
  offset: number,
  length: number,
  factor: number,
): void {
  const end = offset + length;
  const shift = start - offset;
  let k = offset;
  for (; k + 3 < end; k += 4) {
    const to = k + shift;
    out[to] = factor * probs[k]!;
    out[to + 1] = factor * probs[k + 1]!;
    out[to + 2] = factor * probs[k + 2]!;
    out[to + 3] = factor * probs[k + 3]!;
  }
  for (; k < end; k++) out[k + shift] = factor * probs[k]!;
}
