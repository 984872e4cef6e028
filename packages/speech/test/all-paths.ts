import type { Matrix } from "@dark-knowledge/core";
import type { HmmGraph } from "../src/index.ts";

/** A way through a graph. */
export interface Path {
  /** The node of each frame. */
  readonly nodes: readonly number[];
  readonly prob: number;
}

/** Follows every way of a few frames through a graph, and multiplies the probabilities on it. */
export function allPaths(scores: Matrix, graph: HmmGraph, stayProbs: ArrayLike<number>): Path[] {
  const stay = (node: number) => stayProbs[graph.states[node]!]!;
  const heard = (frame: number, node: number) => Math.exp(scores.data[frame * scores.columns + graph.states[node]!]!);
  const nodes = Array.from(graph.states, (_, node) => node);
  /** From one node to another in one frame, by way of the arcs listed for the second. */
  const step = (from: number, to: number) => {
    let prob = from === to ? stay(from) : 0;
    for (let arc = graph.arcStarts[to]!; arc < graph.arcStarts[to + 1]!; arc++) {
      if (graph.arcSources[arc] === from) prob += (1 - stay(from)) * Math.exp(graph.arcLogProbs[arc]!);
    }
    return prob;
  };
  let paths: Path[] = nodes.map((node) => ({
    nodes: [node],
    prob: Math.exp(graph.entryLogProbs[node]!) * heard(0, node),
  }));
  for (let frame = 1; frame < scores.rows; frame++) {
    paths = paths.flatMap((path) =>
      nodes
        .map((node) => ({
          nodes: [...path.nodes, node],
          prob: path.prob * step(path.nodes.at(-1)!, node) * heard(frame, node),
        }))
        .filter(({ prob }) => prob > 0),
    );
  }
  return paths
    .map((path) => {
      const last = path.nodes.at(-1)!;
      return { ...path, prob: path.prob * (1 - stay(last)) * Math.exp(graph.exitLogProbs[last]!) };
    })
    .filter(({ prob }) => prob > 0);
}
