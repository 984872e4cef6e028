import { ArgumentError } from "@dark-knowledge/core";
import type { KernelSizes } from "./tucker.ts";

/** The ranks of a convolution: how many channels and filters its core has. */
export type TuckerRanks = readonly [inputs: number, outputs: number];

/** A choice for one convolution. */
export interface TuckerChoice {
  readonly ranks: TuckerRanks;
  /** The numbers of its kernels. */
  readonly cost: number;
  /** The share of the energy that it keeps. */
  readonly share: number;
}

/** Counts the numbers of a core between two matrices; a mode of full rank needs no matrix. */
export function tuckerCost([places, inputs, outputs]: KernelSizes, [rankIn, rankOut]: TuckerRanks): number {
  const around = (rankIn < inputs ? inputs * rankIn : 0) + (rankOut < outputs ? rankOut * outputs : 0);
  return around + places * rankIn * rankOut;
}

/**
 * Lists what can be chosen for one convolution, by cost: each choice keeps more energy than all that cost no more. The last keeps all of it.
 *
 * @param energies as from `energyByRanks`
 */
export function tuckerChoices(sizes: KernelSizes, energies: Float64Array): TuckerChoice[] {
  const [places, inputs, outputs] = sizes;
  const total = energies.at(-1)!;
  const all = Array.from(energies, (energy, at): TuckerChoice => {
    const ranks = [Math.floor(at / outputs) + 1, (at % outputs) + 1] as const;
    return { ranks, cost: tuckerCost(sizes, ranks), share: total > 0 ? energy / total : 1 };
  });
  const whole: TuckerChoice = { ranks: [inputs, outputs], cost: places * inputs * outputs, share: 1 };
  const sorted = all.filter(({ cost }) => cost < whole.cost).sort((a, b) => a.cost - b.cost || b.share - a.share);
  let most = 0;
  const better = sorted.filter(({ share }) => {
    if (share <= most + ROUNDING) return false;
    most = share;
    return true;
  });
  return most >= 1 - ROUNDING ? better : [...better, whole];
}

/** Shares that differ by less are equal. */
const ROUNDING = 1e-9;

/** The cheapest choice that keeps a share of the energy. */
export function choiceByEnergy(choices: readonly TuckerChoice[], share: number): TuckerChoice {
  return choices.find((one) => one.share >= share - ROUNDING) ?? choices.at(-1)!;
}

/**
 * Spends a number of parameters where they keep most of the energy, of which each kernel has the share 1: choice by choice, the next where energy for a parameter is largest, of those that
 * fit.
 */
export function choicesByBudget(
  functionName: string,
  byLayer: readonly (readonly TuckerChoice[])[],
  budget: number,
): TuckerChoice[] {
  const chosen = byLayer.map(([first]) => first!);
  const least = chosen.reduce((sum, { cost }) => sum + cost, 0);
  if (budget < least) {
    throw new ArgumentError({
      ...{ functionName, argument: "budget", expected: `must be at least ${least}, for ranks of 1` },
      ...{ received: String(budget), code: "range" },
    });
  }
  let rest = budget - least;
  for (;;) {
    let best: { readonly layer: number; readonly choice: TuckerChoice; readonly worth: number } | undefined;
    for (const [layer, { cost, share }] of chosen.entries()) {
      for (const choice of byLayer[layer]!) {
        const price = choice.cost - cost;
        if (price > rest) break;
        const worth = price > 0 ? (choice.share - share) / price : 0;
        if (worth > (best?.worth ?? 0)) best = { layer, choice, worth };
      }
    }
    if (best === undefined) return chosen;
    rest -= best.choice.cost - chosen[best.layer]!.cost;
    chosen[best.layer] = best.choice;
  }
}
