import type { Matrix } from "@dark-knowledge/core";
import type { HmmGraph } from "../hmm-graph.ts";
import type { Occupancies } from "../occupancies.ts";
import type { Durations } from "./durations.ts";

/** Sums over all paths; without a path of a probability above 0, the rest of the result means nothing. */
export function occupanciesOf(scores: Matrix, graph: HmmGraph, durations: Durations): Occupancies {
  const { states, exitLogProbs } = graph;
  const { logStay, logLeave } = durations;
  const [rows, count] = [scores.rows, states.length];
  const forward = forwardLogProbs(scores, graph, durations);
  let logLikelihood = -Infinity;
  /** For each node the logarithm of what comes after the frame. */
  let after = exitLogProbs.map((exit, node) => exit + logLeave[node]!);
  after.forEach((rest, node) => {
    logLikelihood = logAdd(logLikelihood, forward[(rows - 1) * count + node]! + rest);
  });
  const stays = new Float64Array(count);
  const probs = forward;
  const set = (frame: number) => {
    for (let node = 0; node < count; node++) {
      probs[frame * count + node] = Math.exp(forward[frame * count + node]! + after[node]! - logLikelihood);
    }
  };
  if (logLikelihood === -Infinity) return { logLikelihood, nodeProbs: { rows, columns: count, data: probs }, stays };
  set(rows - 1);
  for (let frame = rows - 2; frame >= 0; frame--) {
    const heard = after.map((rest, node) => rest + scores.data[(frame + 1) * scores.columns + states[node]!]!);
    for (let node = 0; node < count; node++) {
      stays[node]! += Math.exp(forward[frame * count + node]! + logStay[node]! + heard[node]! - logLikelihood);
    }
    after = before(heard, graph, durations);
    set(frame);
  }
  return { logLikelihood, nodeProbs: { rows, columns: count, data: probs }, stays };
}

/** Frames × nodes: the logarithm of the probability of all ways to be there, with what was heard until then. */
function forwardLogProbs(
  { rows, columns, data }: Matrix,
  graph: HmmGraph,
  { logStay, logLeave }: Durations,
): Float64Array<ArrayBuffer> {
  const { states, arcStarts, arcSources, arcLogProbs, entryLogProbs } = graph;
  const count = states.length;
  const forward = new Float64Array(rows * count);
  for (let node = 0; node < count; node++) forward[node] = entryLogProbs[node]! + data[states[node]!]!;
  for (let frame = 1; frame < rows; frame++) {
    const last = (frame - 1) * count;
    for (let node = 0; node < count; node++) {
      let sum = forward[last + node]! + logStay[node]!;
      for (let arc = arcStarts[node]!; arc < arcStarts[node + 1]!; arc++) {
        const source = arcSources[arc]!;
        sum = logAdd(sum, forward[last + source]! + logLeave[source]! + arcLogProbs[arc]!);
      }
      forward[frame * count + node] = sum + data[frame * columns + states[node]!]!;
    }
  }
  return forward;
}

/** From what is heard in a frame and after it, by node, to what comes after the frame before. */
function before(heard: Float64Array, graph: HmmGraph, { logStay, logLeave }: Durations): Float64Array<ArrayBuffer> {
  const { arcStarts, arcSources, arcLogProbs } = graph;
  const sums = Float64Array.from(heard, (rest, node) => rest + logStay[node]!);
  for (let node = 0; node < heard.length; node++) {
    for (let arc = arcStarts[node]!; arc < arcStarts[node + 1]!; arc++) {
      const source = arcSources[arc]!;
      sums[source] = logAdd(sums[source]!, logLeave[source]! + arcLogProbs[arc]! + heard[node]!);
    }
  }
  return sums;
}

/** ln(eᵃ + eᵇ). */
function logAdd(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
