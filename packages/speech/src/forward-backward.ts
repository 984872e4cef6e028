import { assertOptions, type Matrix } from "@dark-knowledge/core";
import type { AlignmentOptions } from "./forced-alignment.ts";
import type { HmmGraph } from "./hmm-graph.ts";
import { assertScores, durationsOf } from "./internal/durations.ts";
import { occupanciesOf } from "./internal/occupancies-of.ts";
import type { Occupancies } from "./occupancies.ts";

/**
 * Sums over all paths of an utterance through its graph: their probability, and where they are in each frame. In logarithms
 * throughout, so that no utterance is too long.
 *
 * @param scores frames × states: log-likelihoods
 * @throws ArgumentError when there are fewer frames than the shortest path has nodes, or a score is NaN
 * @throws Error when every path has probability 0
 * @see Rabiner (1989), A tutorial on hidden Markov models, section III
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { createLexicon, forwardBackward, readPronunciations, transcriptGraph } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW"), { statesPerPhone: 1 });
 * const graph = transcriptGraph(["NO"], lexicon, { silenceProb: 0 });
 * // Columns are N, OW and SIL. With nothing to hear, N is left after the first frame or the second.
 * const { logLikelihood, nodeProbs } = forwardBackward(createMatrix(3, 3, new Float32Array(9)), graph);
 * logLikelihood; // ≈ -1.386
 * nodeProbs.data; // ≈ [1, 0, 0.5, 0.5, 0, 1]
 * ```
 */
export function forwardBackward(scores: Matrix, graph: HmmGraph, options: AlignmentOptions = {}): Occupancies {
  assertOptions<AlignmentOptions>("forwardBackward", options, { stayProbs: true });
  assertScores("forwardBackward", scores);
  const occupancies = occupanciesOf(scores, graph, durationsOf("forwardBackward", graph, scores, options.stayProbs));
  if (occupancies.logLikelihood > -Infinity) return occupancies;
  throw new Error("forwardBackward: every path through the graph has probability 0");
}
