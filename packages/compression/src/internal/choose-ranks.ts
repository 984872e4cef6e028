import { ArgumentError } from "@dark-knowledge/core";

/** A matrix that may be factorised. */
export interface Candidate {
  readonly layer: string;
  readonly inputs: number;
  readonly outputs: number;
  /** The squares of its singular values, or of its outputs along each direction, in descending order. */
  readonly energies: Float64Array;
}

/** The largest rank whose factors have fewer numbers than the matrix. */
export function largestSavingRank({ inputs, outputs }: Candidate): number {
  return Math.ceil((inputs * outputs) / (inputs + outputs)) - 1;
}

/** The smallest rank that keeps a share of the energy. */
export function rankByEnergy({ energies }: Candidate, share: number): number {
  const wanted = share * energies.reduce((sum, energy) => sum + energy, 0);
  let [kept, rank] = [0, 0];
  const enough = wanted * (1 - ROUNDING);
  while (rank < energies.length && (rank === 0 || kept < enough)) kept += energies[rank++]!;
  return rank;
}

/** Shares that differ by less are equal: a kernel of low rank has its last digits in all directions. */
const ROUNDING = 1e-9;

/**
 * Spends a number of parameters where they keep most of the energy, of which each matrix has the share 1: rank by rank, the next where energy for a parameter is
 * largest, as long as it fits; a matrix that keeps all of its energy gets no more.
 *
 * @returns the rank for each candidate, undefined where it stays whole
 */
export function ranksByBudget(
  functionName: string,
  candidates: readonly Candidate[],
  budget: number,
): (number | undefined)[] {
  const parts = candidates.map((candidate) => {
    const { inputs, outputs, energies } = candidate;
    const total = energies.reduce((sum, energy) => sum + energy, 0) || 1;
    const most = largestSavingRank(candidate);
    const [cost, whole] = [inputs + outputs, inputs * outputs];
    // What a matrix too small to be factorised costs, it costs at once.
    return {
      shares: energies.map((energy) => energy / total),
      cost,
      whole,
      most,
      rank: Math.min(1, most),
      isWhole: most < 1,
    };
  });
  const least = parts.reduce((sum, { cost, whole, isWhole }) => sum + (isWhole ? whole : cost), 0);
  if (budget < least) {
    throw new ArgumentError({
      ...{ functionName, argument: "budget", expected: `must be at least ${least}, for ranks of 1` },
      ...{ received: String(budget), code: "range" },
    });
  }
  let rest = budget - least;
  for (;;) {
    const steps = parts.flatMap((part) => {
      if (part.isWhole) return [];
      const left = part.shares.subarray(part.rank).reduce((sum, share) => sum + share, 0);
      if (left < ROUNDING) return [];
      const isLast = part.rank >= part.most;
      const price = isLast ? part.whole - part.rank * part.cost : part.cost;
      const gain = isLast ? left : part.shares[part.rank]!;
      return price <= rest ? [{ part, isLast, price, worth: gain / price }] : [];
    });
    if (steps.length === 0) return parts.map(({ rank, isWhole }) => (isWhole ? undefined : rank));
    const best = steps.reduce((one, other) => (other.worth > one.worth ? other : one));
    rest -= best.price;
    if (best.isLast) best.part.isWhole = true;
    else best.part.rank++;
  }
}
