import { outsideMass } from "./atoms.ts";
import type { GeneralistRow } from "./gather.ts";
import type { ActiveRow, Row } from "./row.ts";

/** Probabilities below this add nothing that float64 could tell, and divide nothing without overflow. */
const NEGLIGIBLE = 1e-250;

/** `α_g KL(p_g‖q) + Σ_m α_m KL(p_m‖q_m)` at the solved atoms. Call before `release`. */
export function forwardObjective(row: Row, generalist: GeneralistRow, active: readonly ActiveRow[]): number {
  const { atoms, atomOf, classMass, first } = row;
  const { mass, q } = atoms;
  const { weight } = generalist;
  const scale = 1 / generalist.sum;
  let total = weight * divergence(mass[0]! / weight, q[0]!);
  for (let m = 0; m < atoms.models; m++) {
    const { classes, probs, offset, weight: own, scale: ownScale } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      const index = classes[j]!;
      const atom = atomOf[index]! || m + 1;
      const prob = ownScale * probs[offset + j]!;
      const general = scale * generalist.probs[generalist.offset + index]!;
      const whole = atom === m + 1 ? weight * general + own * prob : classMass[index]!;
      const ratio = mass[atom]! / q[atom]!;
      if (prob > NEGLIGIBLE) total += own * prob * Math.log((prob / whole) * ratio);
      if (first[atom] === m && general > NEGLIGIBLE) total += weight * general * Math.log((general / whole) * ratio);
    }
    total += own * divergence(atoms.dustbin[m]! / own, outsideMass(atoms, m));
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
