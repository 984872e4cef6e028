import type { StateQuestion, StateTree } from "../state-tree.ts";
import { type ContextSums, totalOf } from "./context-sums.ts";
import { addGaussianSums, emptyGaussianSums, type GaussianSums, gaussianLogLikelihood } from "./gaussian-sums.ts";

/** When trees stop growing, and what they may ask. */
export interface TreeLimits {
  readonly questions: readonly (readonly number[])[];
  readonly floors: Float64Array;
  readonly minOccupancy: number;
  readonly minGain: number;
  readonly maxStates: number;
}

interface Split extends Pick<StateQuestion, "side" | "phones" | "gain"> {
  readonly isYes: (context: ContextSums) => boolean;
}

interface Leaf {
  readonly contexts: readonly ContextSums[];
  readonly total: GaussianSums;
  readonly split: Split | undefined;
  /** Once it is split. */
  children?: { readonly yes: Leaf; readonly no: Leaf };
}

/** Grows a tree for each list of contexts: again and again the leaf of them all is split whose split gains most. */
export function growTrees(places: readonly (readonly ContextSums[])[], limits: TreeLimits): StateTree[] {
  const leafOf = (contexts: readonly ContextSums[]): Leaf => {
    const total = totalOf(contexts, limits.floors.length);
    return { contexts, total, split: bestSplit(contexts, total, limits) };
  };
  const roots = places.map(leafOf);
  const leaves = new Set(roots);
  while (leaves.size < limits.maxStates) {
    let best: Leaf | undefined;
    for (const leaf of leaves) if (leaf.split && leaf.split.gain > (best?.split?.gain ?? 0)) best = leaf;
    if (best === undefined) break;
    const { isYes } = best.split!;
    const yes = leafOf(best.contexts.filter(isYes));
    const no = leafOf(best.contexts.filter((context) => !isYes(context)));
    best.children = { yes, no };
    leaves.delete(best);
    leaves.add(yes).add(no);
  }
  let states = 0;
  const treeOf = ({ split, children, total }: Leaf): StateTree => {
    if (children === undefined) return { state: states++, occupancy: total.count };
    const { side, phones, gain } = split!;
    return { side, phones, gain, yes: treeOf(children.yes), no: treeOf(children.no) };
  };
  return roots.map(treeOf);
}

/** The question that gains most, the first of several; none if every one gains too little or leaves too few frames. */
function bestSplit(contexts: readonly ContextSums[], total: GaussianSums, limits: TreeLimits): Split | undefined {
  const { questions, floors, minOccupancy, minGain } = limits;
  const whole = gaussianLogLikelihood(total, floors);
  let best: Split | undefined;
  for (const side of ["left", "right"] as const) {
    const neighbours = byNeighbour(contexts, side, floors.length);
    for (const phones of questions) {
      const asked = new Set(phones);
      const [yes, no] = [emptyGaussianSums(floors.length), emptyGaussianSums(floors.length)];
      for (const [phone, frames] of neighbours) addGaussianSums(asked.has(phone) ? yes : no, frames);
      if (yes.count === 0 || no.count === 0 || Math.min(yes.count, no.count) < minOccupancy) continue;
      const gain = gaussianLogLikelihood(yes, floors) + gaussianLogLikelihood(no, floors) - whole;
      if (gain < minGain || gain <= (best?.gain ?? 0)) continue;
      best = { side, phones, gain, isYes: (context) => asked.has(context[side]) };
    }
  }
  return best;
}

function byNeighbour(
  contexts: readonly ContextSums[],
  side: "left" | "right",
  dimensions: number,
): ReadonlyMap<number, GaussianSums> {
  const sums = new Map<number, GaussianSums>();
  for (const { [side]: phone, frames } of contexts) {
    const own = sums.get(phone) ?? emptyGaussianSums(dimensions);
    sums.set(phone, own);
    addGaussianSums(own, frames);
  }
  return sums;
}
