import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { forcedAlignment } from "../src/index.ts";
import { allPaths } from "./all-paths.ts";
import { SMALL, smallHmm } from "./some-hmms.ts";

test.each(SMALL)(
  "forcedAlignment(scores, graph) is the best of all paths: %j, %i frames, %i states",
  (words, frames, states) => {
    for (let seed = 1; seed <= 5; seed++) {
      const { graph, scores, stayProbs } = smallHmm(words, frames, states, seed);
      const paths = allPaths(scores, graph, stayProbs);
      const best = paths.reduce((one, other) => (other.prob > one.prob ? other : one));
      const alignment = forcedAlignment(scores, graph, { stayProbs });
      expect(alignment.score).toBeAllClose(Math.log(best.prob), { rtol: 1e-9 });
      expect(Array.from(alignment.states)).toEqual(best.nodes.map((node) => graph.states[node]));
      // The phones cover all frames, and are those of the nodes.
      const covered = alignment.phones.flatMap(({ start, end, phone, word }) =>
        Array.from({ length: end - start }, (_, index) => [start + index, phone, word]),
      );
      expect(covered).toEqual(
        best.nodes.map((node, frame) => {
          const { phone, word } = graph.segments[graph.nodeSegments[node]!]!;
          return [frame, phone, word];
        }),
      );
    }
  },
);

test("the same number added to all scores of a frame changes the score by it, and no path", () => {
  const { graph, scores, stayProbs } = smallHmm(["NO", "A"], 12, 1, 7);
  const moved = createMatrix(
    12,
    scores.columns,
    scores.data.map((score, place) => (place < scores.columns ? score + 100 : score)),
  );
  const [one, other] = [scores, moved].map((each) => forcedAlignment(each, graph, { stayProbs }));
  expect(other!.states).toEqual(one!.states);
  expect(other!.score - one!.score).toBeAllClose(100, { rtol: 1e-9 });
});

test("forcedAlignment(scores, graph) follows the only path that scores of −Infinity leave", () => {
  const { graph, scores } = smallHmm(["NO"], 4, 1, 8);
  // States are AH, EY, N, OW and SIL: N OW SIL SIL.
  const data = new Float64Array(4 * 5).fill(-Infinity);
  for (const [frame, state] of [2, 3, 4, 4].entries()) data[frame * 5 + state] = -1e4;
  expect(forcedAlignment({ ...scores, data }, graph).states).toEqual(Int32Array.of(2, 3, 4, 4));
  data[3 * 5 + 4] = -Infinity;
  expect(() => forcedAlignment({ ...scores, data }, graph)).toThrow(
    "forcedAlignment: every path through the graph has probability 0",
  );
});

const { graph, scores, stayProbs } = smallHmm(["NO", "A"], 2, 1, 9);
test.each<[string, () => unknown, string]>([
  [
    "too few frames",
    () => forcedAlignment(scores, graph),
    "forcedAlignment: scores must have at least 3 rows, the shortest path through the graph, got 2",
  ],
  [
    "NaN",
    () => forcedAlignment({ ...scores, data: scores.data.map(() => Number.NaN) }, graph),
    "forcedAlignment: scores.data[0] must be a number below Infinity, got NaN",
  ],
  [
    "scores of fewer states",
    () => forcedAlignment(createMatrix(5, 2, new Float64Array(10)), graph),
    "forcedAlignment: graph.states must be states from 0 to 1, got 4",
  ],
  [
    "staying for ever",
    () => forcedAlignment(smallHmm(["NO"], 5, 1, 1).scores, graph, { stayProbs: stayProbs.map(() => 1) }),
    "forcedAlignment: stayProbs[0] must be a finite number, at least 0 and below 1, got 1",
  ],
])("forcedAlignment(scores, graph) refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
