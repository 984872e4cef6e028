import { type ContextSums, totalOf } from "./context-sums.ts";
import { addGaussianSums, emptyGaussianSums, type GaussianSums, gaussianLogLikelihood } from "./gaussian-sums.ts";

interface Cluster {
  readonly phones: readonly number[];
  /** For each position. */
  readonly positions: readonly GaussianSums[];
  readonly logLikelihood: number;
}

/**
 * Groups phones by their sound: each begins alone, and again and again the two groups become one whose likelihood with one Gaussian for
 * each position falls least. Every group on the way is a question, but not the last one, which is all phones.
 */
export function phoneQuestions(
  places: readonly (readonly ContextSums[])[],
  statesPerPhone: number,
  floors: Float64Array,
): number[][] {
  const groupOf = (phones: readonly number[], positions: readonly GaussianSums[]): Cluster => {
    const logLikelihood = positions.reduce((sum, frames) => sum + gaussianLogLikelihood(frames, floors), 0);
    return { phones, positions, logLikelihood };
  };
  const merge = (one: Cluster, other: Cluster) => {
    const positions = one.positions.map((frames, position) => {
      const both = emptyGaussianSums(floors.length);
      addGaussianSums(both, frames);
      addGaussianSums(both, other.positions[position]!);
      return both;
    });
    return groupOf(
      [...one.phones, ...other.phones].sort((a, b) => a - b),
      positions,
    );
  };
  let clusters = Array.from({ length: places.length / statesPerPhone }, (_, phone) => {
    const own = places.slice(phone * statesPerPhone, (phone + 1) * statesPerPhone);
    return groupOf(
      [phone],
      own.map((contexts) => totalOf(contexts, floors.length)),
    );
  }).filter(({ positions }) => positions.some(({ count }) => count > 0));
  const questions = clusters.map(({ phones }) => [...phones]);
  /** The union of each two clusters that were compared, with the loss. */
  const unions = new Map<Cluster, Map<Cluster, { readonly union: Cluster; readonly loss: number }>>();
  const compare = (one: Cluster, other: Cluster) => {
    const known = unions.get(one) ?? new Map();
    unions.set(one, known);
    if (!known.has(other)) {
      const union = merge(one, other);
      known.set(other, { union, loss: one.logLikelihood + other.logLikelihood - union.logLikelihood });
    }
    return known.get(other)!;
  };
  while (clusters.length > 2) {
    let best:
      | { readonly pair: readonly [Cluster, Cluster]; readonly union: Cluster; readonly loss: number }
      | undefined;
    clusters.forEach((one, index) => {
      for (const other of clusters.slice(index + 1)) {
        const { union, loss } = compare(one, other);
        if (best === undefined || loss < best.loss) best = { pair: [one, other], union, loss };
      }
    });
    const { pair, union } = best!;
    clusters = [...clusters.filter((cluster) => !pair.includes(cluster)), union];
    questions.push([...union.phones]);
  }
  return questions;
}
