import {
  assertArray,
  assertFields,
  assertMatrix,
  assertNumber,
  assertObject,
  formatValue,
  type Matrix,
} from "@dark-knowledge/core";
import type { HmmGraph } from "../hmm-graph.ts";
import { fail } from "./fail.ts";

/** The logarithms that repeating and leaving each node of a graph add to the score of a path. */
export interface Durations {
  readonly logStay: Float64Array;
  readonly logLeave: Float64Array;
}

/** The names of the arguments in errors. */
export interface HmmNames {
  readonly graph: string;
  /** The one whose rows are the frames. */
  readonly frames: string;
}

const USUAL_NAMES: HmmNames = { graph: "graph", frames: "scores" };

/** How often a node is repeated where nothing is said about it: two frames on average. */
export const USUAL_STAY = 0.5;

/** @throws ArgumentError unless `scores` is a matrix of numbers below Infinity */
export function assertScores(functionName: string, scores: Matrix): void {
  assertMatrix(functionName, "scores", scores);
  const broken = scores.data.findIndex((score) => Number.isNaN(score) || score === Infinity);
  if (broken < 0) return;
  const expected = "must be a number below Infinity";
  fail(functionName, "range", `scores.data[${broken}]`, expected, formatValue(scores.data[broken]));
}

/**
 * Checks that an utterance can be what its graph says, and looks up how long it stays in each node.
 *
 * @throws ArgumentError when the graph has other states, or there are fewer frames than the shortest path has nodes
 */
export function durationsOf(
  functionName: string,
  graph: HmmGraph,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  stayProbs?: ArrayLike<number>,
  names: HmmNames = USUAL_NAMES,
): Durations {
  assertGraph(functionName, names.graph, graph, columns);
  if (stayProbs !== undefined) assertStayProbs(functionName, stayProbs, columns);
  const needed = shortestPath(graph);
  if (rows < needed) {
    const expected = `must have at least ${needed} rows, the shortest path through the graph`;
    fail(functionName, "shape", names.frames, expected, String(rows));
  }
  const stay = Float64Array.from(graph.states, (state) => stayProbs?.[state] ?? USUAL_STAY);
  return { logStay: stay.map(Math.log), logLeave: stay.map((prob) => Math.log1p(-prob)) };
}

export function assertStayProbs(functionName: string, stayProbs: ArrayLike<number>, states: number): void {
  assertArray(functionName, "stayProbs", stayProbs, "numbers");
  if (stayProbs.length !== states) {
    fail(
      functionName,
      "shape",
      "stayProbs",
      `must have length ${states}, one for each state`,
      String(stayProbs.length),
    );
  }
  for (let state = 0; state < states; state++) {
    assertNumber(functionName, `stayProbs[${state}]`, stayProbs[state], { min: 0, below: 1 });
  }
}

function assertGraph(functionName: string, argument: string, graph: HmmGraph, columns: number): void {
  assertObject(functionName, argument, graph);
  const prefix = `${argument}.`;
  assertFields(functionName, graph, GRAPH_FIELDS, { argument, prefix });
  const { states, arcStarts, arcSources, nodeSegments, segments } = graph;
  const nodes = states.length;
  const lengths = { arcLogProbs: arcSources.length, entryLogProbs: nodes, exitLogProbs: nodes } as const;
  for (const [name, length] of Object.entries(lengths) as [keyof typeof lengths, number][]) {
    assertArray(functionName, `${prefix}${name}`, graph[name], "Float64Array");
    if (graph[name].length === length && graph[name].every((value) => value <= 0)) continue;
    const expected = `must be ${length} logarithms of probabilities`;
    fail(functionName, "range", `${prefix}${name}`, expected, formatValue(graph[name]));
  }
  const state = states.find((one) => one < 0 || one >= columns);
  if (nodes === 0 || state !== undefined) {
    const expected = `must be states from 0 to ${columns - 1}`;
    fail(functionName, "range", `${prefix}states`, expected, nodes === 0 ? "none" : String(state));
  }
  if (!areArcs(arcStarts, arcSources, nodes)) {
    fail(functionName, "range", `${prefix}arcSources`, "must be earlier nodes, by arcStarts", "others");
  }
  const isSegments = nodeSegments.length === nodes && nodeSegments.every((one) => one >= 0 && one < segments.length);
  if (!isSegments) fail(functionName, "range", `${prefix}nodeSegments`, "must be a segment for each node", "others");
}

const GRAPH_FIELDS = {
  states: "int32",
  arcStarts: "int32",
  arcSources: "int32",
  nodeSegments: "int32",
  segments: "objects",
} as const;

function areArcs(arcStarts: Int32Array, arcSources: Int32Array, nodes: number): boolean {
  if (arcStarts.length !== nodes + 1 || arcStarts[0] !== 0 || arcStarts[nodes] !== arcSources.length) return false;
  for (let node = 0; node < nodes; node++) {
    if (arcStarts[node + 1]! < arcStarts[node]!) return false;
    for (let arc = arcStarts[node]!; arc < arcStarts[node + 1]!; arc++) {
      if (!(arcSources[arc]! >= 0 && arcSources[arc]! < node)) return false;
    }
  }
  return true;
}

/** The number of nodes of the shortest path from an entry to an exit. */
function shortestPath({ states, arcStarts, arcSources, entryLogProbs, exitLogProbs, arcLogProbs }: HmmGraph): number {
  const depths = new Float64Array(states.length);
  let shortest = Infinity;
  for (let node = 0; node < states.length; node++) {
    let depth = entryLogProbs[node]! > -Infinity ? 1 : Infinity;
    for (let arc = arcStarts[node]!; arc < arcStarts[node + 1]!; arc++) {
      if (arcLogProbs[arc]! > -Infinity) depth = Math.min(depth, depths[arcSources[arc]!]! + 1);
    }
    depths[node] = depth;
    if (exitLogProbs[node]! > -Infinity) shortest = Math.min(shortest, depth);
  }
  return shortest;
}
