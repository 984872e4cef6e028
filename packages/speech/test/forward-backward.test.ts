import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { forcedAlignment, forwardBackward } from "../src/index.ts";
import { allPaths } from "./all-paths.ts";
import { SMALL, smallHmm } from "./some-hmms.ts";

test.each(SMALL)(
  "forwardBackward(scores, graph) sums over all paths: %j, %i frames, %i states",
  (words, frames, states) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { graph, scores, stayProbs } = smallHmm(words, frames, states, seed);
      const nodes = graph.states.length;
      const paths = allPaths(scores, graph, stayProbs);
      const total = paths.reduce((sum, { prob }) => sum + prob, 0);
      const there = new Array<number>(frames * nodes).fill(0);
      const repeated = new Array<number>(nodes).fill(0);
      for (const path of paths) {
        path.nodes.forEach((node, frame) => {
          there[frame * nodes + node]! += path.prob / total;
          if (frame > 0 && path.nodes[frame - 1] === node) repeated[node]! += path.prob / total;
        });
      }
      const { logLikelihood, nodeProbs, stays } = forwardBackward(scores, graph, { stayProbs });
      expect(logLikelihood).toBeAllClose(Math.log(total), { rtol: 1e-9, atol: 1e-9 });
      expect(nodeProbs.data).toBeAllClose(there, { rtol: 1e-8, atol: 1e-12 });
      expect(stays).toBeAllClose(repeated, { rtol: 1e-8, atol: 1e-12 });
    }
  },
);

test("a long utterance with extreme scores has probabilities that sum to 1, and no more of a sum than the best path allows", () => {
  const { graph, scores, stayProbs } = smallHmm(["NO", "A", "NO"], 400, 2, 3);
  const extreme = createMatrix(
    400,
    scores.columns,
    scores.data.map((score) => 1e4 * score),
  );
  const { logLikelihood, nodeProbs } = forwardBackward(extreme, graph, { stayProbs });
  for (let frame = 0; frame < 400; frame++) {
    const row = nodeProbs.data.subarray(frame * nodeProbs.columns, (frame + 1) * nodeProbs.columns);
    expect(row.reduce((sum, prob) => sum + prob, 0)).toBeAllClose(1, { rtol: 1e-6 });
  }
  const { score } = forcedAlignment(extreme, graph, { stayProbs });
  expect(logLikelihood).toBeGreaterThanOrEqual(score - 1e-6);
  expect(logLikelihood).toBeAllClose(score, { rtol: 1e-6 });
});

test("forwardBackward(scores, graph) says when every path has probability 0", () => {
  const { graph, scores } = smallHmm(["NO"], 4, 1, 4);
  expect(() => forwardBackward({ ...scores, data: scores.data.map(() => -Infinity) }, graph)).toThrow(
    "forwardBackward: every path through the graph has probability 0",
  );
});
