import { type Atoms, withRoom } from "./atoms.ts";
import { factorise, solveFactorised } from "./cholesky.ts";
import { gapTerm } from "./gap-term.ts";

/** Result of a solver. */
export interface Certificate {
  gap: number;
  iterations: number;
}

/** Working memory of {@link solveForward}, reused between rows. */
export interface ForwardWorkspace {
  slack: Float64Array;
  slackStep: Float64Array;
  qStep: Float64Array;
  atomResidual: Float64Array;
  u: Float64Array;
  uStep: Float64Array;
  outside: Float64Array;
  outsideStep: Float64Array;
  modelResidual: Float64Array;
  hessian: Float64Array;
}

export function createForwardWorkspace(): ForwardWorkspace {
  const empty = () => new Float64Array(0);
  return {
    slack: empty(),
    slackStep: empty(),
    qStep: empty(),
    atomResidual: empty(),
    u: empty(),
    uStep: empty(),
    outside: empty(),
    outsideStep: empty(),
    modelResidual: empty(),
    hessian: empty(),
  };
}

/**
 * Minimises `−Σ_a W_a log Q_a − Σ_m d_m log s_m` over `Σ_a Q_a = 1`, `s_m = Σ_{a∌m} Q_a`: Eq. 5 with KL(p, q), on atoms.
 *
 * With the slacks `x_a = λ − Σ_{m∌a} u_m` the optimum is `Q_a x_a = W_a`, `u_m s_m = d_m` (docs/combiner.md). Newton's
 * method on these products, primal and dual unknowns together, predictor and corrector; Q, x and u stay positive, so
 * that every iterate carries its own duality gap. Written with both, an atom without mass needs no special case.
 *
 * Reads and writes `atoms.q`. `u_m` starts at the specialist's weight, which is exact where all models agree.
 */
export function solveForward(
  atoms: Atoms,
  work: ForwardWorkspace,
  tolerance: number,
  maxIterations: number,
  certificate: Certificate,
): void {
  if (atoms.models < 2) {
    solveClosed(atoms);
    certificate.gap = 0;
    certificate.iterations = 0;
    return;
  }
  start(atoms, work, LEAST, FLOOR);
  let iterations = 0;
  let gap = gapOf(atoms, work, tolerance);
  while (!(gap <= tolerance) && iterations < maxIterations) {
    if (iterations === BOLD_ITERATIONS) start(atoms, work, CAUTIOUS_FLOOR, CAUTIOUS_FLOOR);
    iterate(atoms, work, iterations >= BOLD_ITERATIONS);
    iterations++;
    gap = gapOf(atoms, work, iterations < maxIterations ? tolerance : Number.POSITIVE_INFINITY);
  }
  certificate.gap = gap;
  certificate.iterations = iterations;
  let sum = 0;
  for (let atom = 0; atom < atoms.count; atom++) if (atoms.size[atom]! > 0) sum += atoms.q[atom]!;
  for (let atom = 0; atom < atoms.count; atom++) atoms.q[atom] = atoms.size[atom]! > 0 ? atoms.q[atom]! / sum : 0;
}

/** At most one specialist: `Q_a = W_a / λ` inside, and outside `(W_0 + d) / λ`. */
function solveClosed(atoms: Atoms): void {
  const { count, size, mass, q, total } = atoms;
  const dustbin = atoms.models === 1 ? atoms.dustbin[0]! : 0;
  for (let atom = 0; atom < count; atom++) {
    q[atom] = size[atom]! > 0 ? (mass[atom]! + (atom === 0 ? dustbin : 0)) / total : 0;
  }
  // A specialist without a dustbin may have lost a little mass there: the rest is scaled to sum to one.
  let sum = 0;
  for (let atom = 0; atom < count; atom++) sum += q[atom]!;
  for (let atom = 0; atom < count; atom++) q[atom]! /= sum;
}

/**
 * Masses from `LEAST` on, relative to λ, enter the first iterate unchanged, so that the first step does not have to
 * remove anything; smaller ones enter as `FLOOR`, far enough from the boundary for long steps.
 */
const LEAST = 1e-8;
const FLOOR = 1e-2;

/**
 * After this many iterations (one in 10⁵ rows of the worst kind) the solver restarts further inside, with short steps.
 */
const BOLD_ITERATIONS = 40;
const CAUTIOUS_FLOOR = 0.1;

function start(atoms: Atoms, work: ForwardWorkspace, least: number, floor: number): void {
  const { count, models, mass, inside, total } = atoms;
  work.slack = withRoom(work.slack, count);
  work.slackStep = withRoom(work.slackStep, count);
  work.qStep = withRoom(work.qStep, count);
  work.atomResidual = withRoom(work.atomResidual, count);
  work.u = withRoom(work.u, models);
  work.uStep = withRoom(work.uStep, models);
  work.outside = withRoom(work.outside, models);
  work.outsideStep = withRoom(work.outsideStep, models);
  work.modelResidual = withRoom(work.modelResidual, models);
  work.hessian = withRoom(work.hessian, models * models);
  for (let model = 0; model < models; model++) work.u[model] = atoms.weight[model]!;
  for (let atom = 0; atom < count; atom++) {
    if (atoms.size[atom] === 0) continue;
    work.slack[atom] = inside[atom]!;
    atoms.q[atom] = (mass[atom]! > least * total ? mass[atom]! : floor * total) / inside[atom]!;
  }
  sumOutside(atoms, atoms.q, work.outside);
}

/** `s_m = Σ_{a∌m} v_a`, summed directly: a difference from the whole would lose a small s_m. */
function sumOutside(atoms: Atoms, values: Float64Array, sums: Float64Array): void {
  const { count, models, size, lacks } = atoms;
  for (let model = 0; model < models; model++) sums[model] = 0;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    const value = values[atom]!;
    for (let m = 0; m < models; m++) sums[m]! += lacks[atom * models + m]! * value;
  }
}

/**
 * Computes the duality gap of the current iterate, with its Q scaled to a sum of one; stops once the sum exceeds
 * `enough`.
 */
function gapOf(atoms: Atoms, work: ForwardWorkspace, enough: number): number {
  const { count, models, size, mass, q, dustbin } = atoms;
  const { slack, u, outside } = work;
  let sum = 0;
  for (let atom = 0; atom < count; atom++) if (size[atom]! > 0) sum += q[atom]!;
  let gap = 0;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom]! > 0) gap += gapTerm((q[atom]! * slack[atom]!) / sum, mass[atom]!);
    if (gap > enough) return gap;
  }
  for (let m = 0; m < models; m++) gap += gapTerm((u[m]! * outside[m]!) / sum, dustbin[m]!);
  return gap;
}

function iterate(atoms: Atoms, work: ForwardWorkspace, cautious: boolean): void {
  const { count, models, size, mass, q, dustbin, lacks } = atoms;
  const { slack, slackStep, qStep, atomResidual, u, uStep, outside, outsideStep, modelResidual, hessian } = work;
  for (let k = 0; k < models * models; k++) hessian[k] = 0;
  let excess = 0;
  let terms = models;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    terms++;
    const product = q[atom]! * slack[atom]!;
    const residual = mass[atom]! - product;
    if (residual < 0) excess -= residual;
    atomResidual[atom] = residual;
    const ratio = q[atom]! / slack[atom]!;
    const start = atom * models;
    for (let i = 0; i < models; i++) {
      const value = lacks[start + i]! * ratio;
      for (let j = 0; j <= i; j++) hessian[i * models + j]! += lacks[start + j]! * value;
    }
  }
  for (let m = 0; m < models; m++) {
    const residual = dustbin[m]! - u[m]! * outside[m]!;
    if (residual < 0) excess -= residual;
    modelResidual[m] = residual;
    // A specialist that knows all classes has nothing outside and does not count here.
    hessian[m * models + m]! += outside[m]! > 0 ? outside[m]! / u[m]! : 1;
  }
  factorise(hessian, models);
  direction(atoms, work);
  let length = stepLength(atoms, work, 0.9);
  if (length < 1) {
    // The predictor would leave the positive orthant: aim at slightly larger products, and correct for curvature.
    const after = excessAfter(atoms, work, length);
    const share = excess > 0 ? after / excess : 0;
    const centre = (excess / terms) * Math.min(1, share) ** 3;
    for (let atom = 0; atom < count; atom++) {
      if (size[atom] === 0) continue;
      const target = Math.max(mass[atom]!, centre);
      atomResidual[atom] = target - q[atom]! * slack[atom]! - length * length * qStep[atom]! * slackStep[atom]!;
    }
    for (let m = 0; m < models; m++) {
      const target = Math.max(dustbin[m]!, centre);
      modelResidual[m] =
        outside[m] === 0 ? 0 : target - u[m]! * outside[m]! - length * length * uStep[m]! * outsideStep[m]!;
    }
    direction(atoms, work);
    length = stepLength(atoms, work, 0.95);
    if (cautious || length < 0.3) {
      // Too near the boundary for such a distant target: let no product change by more than a factor of four.
      for (let atom = 0; atom < count; atom++) {
        if (size[atom] === 0) continue;
        const product = q[atom]! * slack[atom]!;
        atomResidual[atom] = nearTarget(product, Math.max(mass[atom]!, centre)) - product;
      }
      for (let m = 0; m < models; m++) {
        const product = u[m]! * outside[m]!;
        modelResidual[m] = product === 0 ? 0 : nearTarget(product, Math.max(dustbin[m]!, centre)) - product;
      }
      direction(atoms, work);
      length = stepLength(atoms, work, cautious ? 0.7 : 0.95);
    }
  }
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    q[atom]! += length * qStep[atom]!;
    slack[atom]! += length * slackStep[atom]!;
  }
  for (let m = 0; m < models; m++) u[m]! += length * uStep[m]!;
  sumOutside(atoms, q, outside);
}

function nearTarget(product: number, target: number): number {
  return Math.min(Math.max(target, product / 4), product * 4);
}

/** Computes Newton's direction towards the residuals, from the factorised matrix. */
function direction(atoms: Atoms, work: ForwardWorkspace): void {
  const { count, models, size, q, lacks } = atoms;
  const { slack, slackStep, qStep, atomResidual, u, uStep, modelResidual } = work;
  for (let m = 0; m < models; m++) uStep[m] = modelResidual[m]! / u[m]!;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    const value = atomResidual[atom]! / slack[atom]!;
    for (let m = 0; m < models; m++) uStep[m]! -= lacks[atom * models + m]! * value;
  }
  solveFactorised(work.hessian, models, uStep);
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    let fall = 0;
    for (let m = 0; m < models; m++) fall += lacks[atom * models + m]! * uStep[m]!;
    slackStep[atom] = -fall;
    qStep[atom] = (atomResidual[atom]! + q[atom]! * fall) / slack[atom]!;
  }
  sumOutside(atoms, qStep, work.outsideStep);
}

/** Computes the step length: the whole step, or `share` of the distance at which the first unknown becomes 0. */
function stepLength(atoms: Atoms, work: ForwardWorkspace, share: number): number {
  const { count, models, size, q } = atoms;
  const { slack, slackStep, qStep, u, uStep } = work;
  let worst = 0;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    if (-qStep[atom]! > worst * q[atom]!) worst = -qStep[atom]! / q[atom]!;
    if (-slackStep[atom]! > worst * slack[atom]!) worst = -slackStep[atom]! / slack[atom]!;
  }
  for (let m = 0; m < models; m++) if (-uStep[m]! > worst * u[m]!) worst = -uStep[m]! / u[m]!;
  return worst < share ? 1 : Math.min(1, share / worst);
}

/** Computes by how much the products would exceed their targets after a step. */
function excessAfter(atoms: Atoms, work: ForwardWorkspace, length: number): number {
  const { count, models, size, mass, q, dustbin } = atoms;
  let excess = 0;
  for (let atom = 0; atom < count; atom++) {
    if (size[atom] === 0) continue;
    const product = (q[atom]! + length * work.qStep[atom]!) * (work.slack[atom]! + length * work.slackStep[atom]!);
    excess += Math.max(0, product - mass[atom]!);
  }
  for (let m = 0; m < models; m++) {
    const product = (work.u[m]! + length * work.uStep[m]!) * (work.outside[m]! + length * work.outsideStep[m]!);
    excess += Math.max(0, product - dustbin[m]!);
  }
  return excess;
}
