import { assertOptions, type Matrix } from "@dark-knowledge/core";
import type { HmmGraph, PhoneSegment } from "./hmm-graph.ts";
import { assertScores, type Durations, durationsOf } from "./internal/durations.ts";

/** Options of {@link forcedAlignment} and {@link forwardBackward}. */
export interface AlignmentOptions {
  /** For each state the probability to be repeated in the next frame. Default: 0.5 each. */
  readonly stayProbs?: ArrayLike<number>;
}

/** A phone with its time. */
export interface AlignedPhone extends PhoneSegment {
  /** The first frame. */
  readonly start: number;
  /** The frame after the last one. */
  readonly end: number;
}

/** Result of {@link forcedAlignment}. */
export interface Alignment {
  /** The logarithm of the path's probability, with the scores of its states. */
  readonly score: number;
  /** The state of each frame: labels for an acoustic model. */
  readonly states: Int32Array;
  readonly phones: readonly AlignedPhone[];
}

/**
 * Finds the most probable path of an utterance through its graph (Viterbi): which state each frame belongs to. A path is scored by
 * `ln entry + Σ_t score(t, state) + Σ ln(stay or (1 − stay) · arc) + ln((1 − stay) · exit)`.
 *
 * @param scores frames × states: log-likelihoods, such as those of {@link mixtureLogLikelihoods}, or a net's
 *   log-posteriors less log-priors
 * @param graph what the utterance may consist of, such as a {@link transcriptGraph}
 * @throws ArgumentError when there are fewer frames than the shortest path has nodes, or a score is NaN
 * @throws Error when every path has probability 0
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { createLexicon, forcedAlignment, readPronunciations, transcriptGraph } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW"), { statesPerPhone: 1 });
 * // Columns are N, OW and SIL.
 * const scores = createMatrix(4, 3, Float32Array.of(0, -9, -1, 0, -2, -9, -3, 0, -9, -9, -9, 0));
 * const { states, phones } = forcedAlignment(scores, transcriptGraph(["NO"], lexicon));
 * states; // => [0, 0, 1, 2]
 * phones[1]; // => { phone: "OW", word: 0, start: 2, end: 3 }
 * ```
 */
export function forcedAlignment(scores: Matrix, graph: HmmGraph, options: AlignmentOptions = {}): Alignment {
  assertOptions<AlignmentOptions>("forcedAlignment", options, { stayProbs: true });
  assertScores("forcedAlignment", scores);
  const path = bestPath(scores, graph, durationsOf("forcedAlignment", graph, scores, options.stayProbs));
  if (path.score === -Infinity) throw new Error("forcedAlignment: every path through the graph has probability 0");
  const phones: AlignedPhone[] = [];
  path.nodes.forEach((node, frame) => {
    const segment = graph.nodeSegments[node]!;
    const isNew = frame === 0 || graph.nodeSegments[path.nodes[frame - 1]!] !== segment;
    const start = isNew ? frame : phones.pop()!.start;
    phones.push({ phone: graph.segments[segment]!.phone, word: graph.segments[segment]!.word, start, end: frame + 1 });
  });
  return { score: path.score, states: path.nodes.map((node) => graph.states[node]!), phones };
}

function bestPath(
  { rows, columns, data }: Matrix,
  graph: HmmGraph,
  { logStay, logLeave }: Durations,
): { score: number; nodes: Int32Array } {
  const { states, arcStarts, arcSources, arcLogProbs, entryLogProbs, exitLogProbs } = graph;
  const count = states.length;
  /** The best node before each, in each frame. */
  const before = new Int32Array(rows * count);
  let best = entryLogProbs.map((entry, node) => entry + data[states[node]!]!);
  let next = new Float64Array(count);
  for (let frame = 1; frame < rows; frame++) {
    for (let node = 0; node < count; node++) {
      let [source, score] = [node, best[node]! + logStay[node]!];
      for (let arc = arcStarts[node]!; arc < arcStarts[node + 1]!; arc++) {
        const from = arcSources[arc]!;
        const other = best[from]! + logLeave[from]! + arcLogProbs[arc]!;
        if (other > score) [source, score] = [from, other];
      }
      before[frame * count + node] = source;
      next[node] = score + data[frame * columns + states[node]!]!;
    }
    [best, next] = [next, best];
  }
  const ends = best.map((score, node) => score + logLeave[node]! + exitLogProbs[node]!);
  let last = 0;
  ends.forEach((score, node) => {
    if (score > ends[last]!) last = node;
  });
  const nodes = new Int32Array(rows);
  for (let frame = rows - 1, node = last; frame >= 0; frame--) {
    nodes[frame] = node;
    node = before[frame * count + node]!;
  }
  return { score: ends[last]!, nodes };
}
