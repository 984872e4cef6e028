import { type Atoms, withRoom } from "./atoms.ts";
import { factorise, solveFactorised } from "./cholesky.ts";
import { gapTerm } from "./gap-term.ts";
import type { Certificate } from "./solve-forward.ts";

/** Working memory of {@link solveReverse}, reused between rows. */
export interface ReverseWorkspace {
  unknown: Float64Array;
  trial: Float64Array;
  step: Float64Array;
  mass: Float64Array;
  residual: Float64Array;
  hessian: Float64Array;
}

export function createReverseWorkspace(): ReverseWorkspace {
  const empty = () => new Float64Array(0);
  return { unknown: empty(), trial: empty(), step: empty(), mass: empty(), residual: empty(), hessian: empty() };
}

/**
 * Minimises `Σ_a λ_a Q_a log(Q_a / Z_a) + Σ_m α_m s_m log(s_m / d_m)` over `Σ_a Q_a = 1`, `s_m = Σ_{a∌m} Q_a`: the
 * geometric counterpart of Eq. 5, with KL(q, p), on atoms; `λ_a` is the weight of the models that know atom a.
 *
 * At the optimum `log Q_a = log Z_a + (Σ_{m∌a} y_m + n) / λ_a` with `y_m = α_m log(d_m / s_m)`. Newton's method on the
 * logarithms of both sides (they are almost linear in the unknowns, so that masses of 1e-30 cost nothing), halving the
 * step until the residual falls. Classes to which a model gives no mass are excluded beforehand (Z_a = 0); with
 * `d_m = 0`, so are all classes that specialist m does not know.
 *
 * @returns false when nothing is left: the models contradict each other and the cost of every q is infinite
 */
export function solveReverse(
  atoms: Atoms,
  work: ReverseWorkspace,
  tolerance: number,
  maxIterations: number,
  certificate: Certificate,
): boolean {
  const size = atoms.models + 1;
  work.unknown = withRoom(work.unknown, size);
  work.trial = withRoom(work.trial, size);
  work.step = withRoom(work.step, size);
  work.mass = withRoom(work.mass, size);
  work.residual = withRoom(work.residual, size);
  work.hessian = withRoom(work.hessian, size * size);
  if (!dropVetoed(atoms)) return false;
  for (let m = 0; m < size; m++) work.unknown[m] = 0;
  let error = evaluate(atoms, work, work.unknown);
  let gap = gapOf(atoms, work, work.unknown);
  let iterations = 0;
  while (!(gap <= tolerance) && iterations < maxIterations) {
    newtonStep(atoms, work);
    let length = 1;
    let next = Number.POSITIVE_INFINITY;
    for (; length > 1e-9; length /= 2) {
      for (let m = 0; m < size; m++) work.trial[m] = work.unknown[m]! + length * work.step[m]!;
      next = evaluate(atoms, work, work.trial);
      if (next < error) break;
    }
    iterations++;
    if (!(next < error)) break;
    for (let m = 0; m < size; m++) work.unknown[m] = work.trial[m]!;
    error = next;
    gap = gapOf(atoms, work, work.unknown);
  }
  evaluate(atoms, work, work.unknown);
  const sum = work.mass[atoms.models]!;
  for (let atom = 0; atom < atoms.count; atom++) atoms.q[atom]! /= sum;
  certificate.gap = gap;
  certificate.iterations = iterations;
  return true;
}

/** Sets Q to 0 and Z to 0 where some model rules the atom out; false when no atom is left. */
function dropVetoed(atoms: Atoms): boolean {
  let isLeft = false;
  for (let atom = 0; atom < atoms.count; atom++) {
    for (let m = 0; m < atoms.models; m++) {
      if (atoms.lacks[atom * atoms.models + m] === 1 && !(atoms.dustbin[m]! > 0)) atoms.mass[atom] = 0;
    }
    if (atoms.size[atom] === 0) atoms.mass[atom] = 0;
    atoms.q[atom] = 0;
    if (atoms.mass[atom]! > 0) isLeft = true;
  }
  return isLeft;
}

/**
 * Computes Q and the masses outside each specialist at `unknown`, and the residuals of the logarithms; returns the
 * largest residual.
 */
function evaluate(atoms: Atoms, work: ReverseWorkspace, unknown: Float64Array): number {
  const { count, models, mass, q, lacks, weight, dustbin, inside } = atoms;
  for (let m = 0; m <= models; m++) work.mass[m] = 0;
  for (let atom = 0; atom < count; atom++) {
    if (mass[atom] === 0) continue;
    const start = atom * models;
    let sum = unknown[models]!;
    for (let m = 0; m < models; m++) sum += lacks[start + m]! * unknown[m]!;
    const value = Math.exp(Math.log(mass[atom]!) + sum / inside[atom]!);
    q[atom] = value;
    for (let m = 0; m < models; m++) work.mass[m]! += lacks[start + m]! * value;
    work.mass[models]! += value;
  }
  let error = 0;
  for (let m = 0; m < models; m++) {
    // A specialist with nothing left outside does not constrain its dustbin.
    work.residual[m] = work.mass[m] === 0 ? 0 : Math.log(work.mass[m]! / dustbin[m]!) + unknown[m]! / weight[m]!;
    error = Math.max(error, Math.abs(work.residual[m]!));
  }
  work.residual[models] = Math.log(work.mass[models]!);
  error = Math.max(error, Math.abs(work.residual[models]!));
  return Number.isFinite(error) ? error : Number.POSITIVE_INFINITY;
}

/** Writes Newton's step at the current Q to `work.step`. */
function newtonStep(atoms: Atoms, work: ReverseWorkspace): void {
  const { count, models, mass, q, lacks, weight, inside } = atoms;
  const { hessian, step, residual } = work;
  evaluate(atoms, work, work.unknown);
  const size = models + 1;
  for (let k = 0; k < size * size; k++) hessian[k] = 0;
  for (let atom = 0; atom < count; atom++) {
    if (mass[atom] === 0) continue;
    const curvature = q[atom]! / inside[atom]!;
    const start = atom * models;
    for (let i = 0; i < models; i++) {
      const value = lacks[start + i]! * curvature;
      for (let j = 0; j <= i; j++) hessian[i * size + j]! += lacks[start + j]! * value;
      hessian[models * size + i]! += value;
    }
    hessian[models * size + models]! += curvature;
  }
  for (let m = 0; m < models; m++) {
    hessian[m * size + m]! += work.mass[m] === 0 ? 1 : work.mass[m]! / weight[m]!;
  }
  for (let m = 0; m < size; m++) step[m] = -work.mass[m]! * residual[m]!;
  factorise(hessian, size);
  solveFactorised(hessian, size, step);
}

/** Computes the duality gap at the Q of the last `evaluate`, scaled to a sum of one. */
function gapOf(atoms: Atoms, work: ReverseWorkspace, unknown: Float64Array): number {
  const { count, models, mass, q, weight, dustbin, inside } = atoms;
  const sum = work.mass[models]!;
  let gap = 0;
  for (let atom = 0; atom < count; atom++) {
    if (mass[atom]! > 0) gap += inside[atom]! * gapTerm(q[atom]!, q[atom]! / sum);
  }
  for (let m = 0; m < models; m++) {
    if (work.mass[m] === 0) continue;
    gap += weight[m]! * gapTerm(dustbin[m]! * Math.exp(-unknown[m]! / weight[m]!), work.mass[m]! / sum);
  }
  return gap;
}
