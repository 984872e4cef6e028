import { type Atoms, outsideMass } from "./atoms.ts";
import { gapTerm } from "./gap-term.ts";
import type { GeneralistRow } from "./gather.ts";
import type { ActiveRow, Row } from "./row.ts";

/** Probabilities below this change no float64 sum, and dividing by them overflows. */
const NEGLIGIBLE = 1e-250;

/**
 * Computes `α_g KL(p_g‖q) + Σ_m α_m KL(p_m‖q_m)` at the solved atoms, or with the arguments of KL exchanged. Call
 * before `release`.
 *
 * `Σ p log(p / q)` has terms of both signs, which cancel where p and q are close. As p and q both sum to one, it is also
 * `Σ (q − p − p log(q / p))`, in which no term is negative: {@link gapTerm}.
 */
export function objectiveOf(
  row: Row,
  generalist: GeneralistRow,
  active: readonly ActiveRow[],
  isForward: boolean,
): number {
  const { atoms, atomOf, classMass, first, generalOutside } = row;
  const { weight } = generalist;
  const scale = 1 / generalist.sum;
  let total = weight * term(generalOutside, atoms.q[0]!, isForward);
  for (let m = 0; m < atoms.models; m++) {
    const { classes, probs, offset, weight: own, scale: ownScale } = active[m]!;
    for (let j = 0; j < classes.length; j++) {
      const index = classes[j]!;
      const atom = atomOf[index]! || m + 1;
      const prob = ownScale * probs[offset + j]!;
      const general = scale * generalist.probs[generalist.offset + index]!;
      const whole = isForward && atom === m + 1 ? weight * general + own * prob : classMass[index]!;
      const combined = combinedOf(atoms, atom, whole);
      total += own * term(prob, combined, isForward);
      if (first[atom] === m) total += weight * term(general, combined, isForward);
    }
    const dustbin = isForward ? atoms.dustbin[m]! / own : atoms.dustbin[m]!;
    total += own * term(dustbin, outsideMass(atoms, m), isForward);
  }
  return total;
}

/**
 * Computes the combined q of a class: its share of the atom, or an equal part where no model gives any of the atom's
 * classes mass.
 */
function combinedOf({ mass, q, size }: Atoms, atom: number, whole: number): number {
  return mass[atom]! > 0 ? whole * (q[atom]! / mass[atom]!) : q[atom]! / size[atom]!;
}

/** Computes what a model's p and the combined q of a class add to the divergence. */
function term(p: number, q: number, isForward: boolean): number {
  const target = isForward ? p : q;
  const product = isForward ? q : p;
  return target > NEGLIGIBLE ? gapTerm(product, target) : product;
}
