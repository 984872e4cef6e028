import { outsideMass } from "./atoms.ts";
import type { GeneralistRow } from "./gather.ts";
import type { ActiveRow, Row } from "./row.ts";

/** Probabilities below this add nothing that float64 could tell, and divide nothing without overflow. */
const NEGLIGIBLE = 1e-250;

/** `α_g KL(p_g‖q) + Σ_m α_m KL(p_m‖q_m)` at the solved atoms. Call before `release`. */
export function forwardObjective(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): number {
  const { atoms, slotList, slotMass, slotAtom, slotClass } = row;
  const { mass, q } = atoms;
  const { weight } = generalist;
  let total = 0;
  let at = 0;
  if (weight > 0) {
    const scale = 1 / generalist.sum;
    total += weight * divergence(mass[0]! / weight, q[0]!);
    for (let slot = 0; slot < row.slots; slot++) {
      const prob = generalist.probs[generalist.offset + slotClass[slot]!]! * scale;
      const atom = slotAtom[slot]!;
      if (prob > NEGLIGIBLE) total += weight * prob * Math.log((prob / slotMass[slot]!) * (mass[atom]! / q[atom]!));
    }
  }
  for (let m = 0; m < atoms.models; m++) {
    const { classes, probs, offset, weight, scale } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      const prob = scale * probs[offset + j]!;
      const slot = slotList[at++]!;
      const atom = slotAtom[slot]!;
      if (prob > NEGLIGIBLE) total += weight * prob * Math.log((prob / slotMass[slot]!) * (mass[atom]! / q[atom]!));
    }
    total += weight * divergence(atoms.dustbin[m]! / weight, outsideMass(atoms, m));
  }
  return total;
}

/** `α_g KL(q‖p_g) + Σ_m α_m KL(q_m‖p_m)` at the solved atoms. */
export function reverseObjective(row: Row): number {
  const { atoms } = row;
  const { mass, q, inside, count, models, weight, dustbin } = atoms;
  let total = 0;
  for (let atom = 0; atom < count; atom++) {
    if (mass[atom]! > 0) total += inside[atom]! * divergence(q[atom]!, mass[atom]!);
  }
  for (let m = 0; m < models; m++) total += weight[m]! * divergence(outsideMass(atoms, m), dustbin[m]!);
  return total;
}

function divergence(p: number, q: number): number {
  return p > 0 ? p * Math.log(p / q) : 0;
}
