import { expect, test } from "vitest";
import {
  createLexicon,
  type HmmGraph,
  type Lexicon,
  readPronunciations,
  type StateTree,
  tiedState,
  transcriptGraph,
} from "../src/index.ts";
import { DICTIONARY } from "./some-hmms.ts";
import { someTiedLexicon } from "./some-tied-lexicon.ts";

const lexicon = createLexicon(readPronunciations(DICTIONARY), { statesPerPhone: 2 });

/** The sequences of states, each once, that lead through a graph, with their probabilities. */
function sequences(graph: HmmGraph): Record<string, number> {
  const found: Record<string, number> = {};
  const follow = (node: number, names: readonly string[], prob: number) => {
    const state = graph.states[node]!;
    const path = [...names, `${lexicon.phones[Math.floor(state / 2)]}${state % 2}`];
    if (graph.exitLogProbs[node]! > -Infinity) {
      found[path.join(" ")] = (found[path.join(" ")] ?? 0) + prob * Math.exp(graph.exitLogProbs[node]!);
    }
    for (let target = 0; target < graph.states.length; target++) {
      for (let arc = graph.arcStarts[target]!; arc < graph.arcStarts[target + 1]!; arc++) {
        if (graph.arcSources[arc] === node) follow(target, path, prob * Math.exp(graph.arcLogProbs[arc]!));
      }
    }
  };
  graph.entryLogProbs.forEach((entry, node) => {
    if (entry > -Infinity) follow(node, [], Math.exp(entry));
  });
  return found;
}

/** The sequences that a list of choices allows: from each the one or the other, with its probability. */
function choices(parts: readonly (readonly (readonly [phones: string, prob: number])[])[]): Record<string, number> {
  let list: (readonly [string, number])[] = [["", 1]];
  for (const part of parts) {
    list = list.flatMap(([before, prob]) =>
      part.map(([phones, share]) => [`${before} ${phones}`, prob * share] as const),
    );
  }
  const states = (phones: string) =>
    phones
      .trim()
      .split(/\s+/)
      .flatMap((phone) => [`${phone}0`, `${phone}1`])
      .join(" ");
  return Object.fromEntries(list.map(([phones, prob]) => [states(phones), prob]));
}

test("transcriptGraph(words, lexicon) has every way to say the words, and its probability", () => {
  const silence = [
    ["SIL", 0.3],
    ["", 0.7],
  ] as const;
  const a = [
    ["AH", 0.5],
    ["N EY", 0.5],
  ] as const;
  const no = [["N OW", 1]] as const;
  const expected = choices([silence, no, silence, a, silence]);
  const got = sequences(transcriptGraph(["NO", "A"], lexicon, { silenceProb: 0.3 }));
  expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort());
  for (const [path, prob] of Object.entries(expected)) expect(got[path]).toBeAllClose(prob, { rtol: 1e-12 });
});

test("transcriptGraph(words, lexicon) has short pauses between words: the middle state of silence", () => {
  const three = createLexicon(readPronunciations(DICTIONARY), { statesPerPhone: 3 });
  const options = { silenceProb: 0.25, pauseProb: 0.5 };
  const { states, segments, nodeSegments, arcStarts, arcLogProbs } = transcriptGraph(["NO", "NO"], three, options);
  const named = Array.from(states, (state) => `${three.phones[Math.floor(state / 3)]}${state % 3}`);
  const [silence, no] = ["SIL0 SIL1 SIL2", "N0 N1 N2 OW0 OW1 OW2"];
  expect(named.join(" ")).toBe([silence, no, silence, "SIL1", no, silence].join(" "));
  expect(segments[nodeSegments[12]!]).toEqual({ phone: "SIL", word: -1 });
  // After NO there is silence, a pause, or the next NO, which may also come after both.
  const into = (node: number) => Array.from(arcLogProbs.slice(arcStarts[node], arcStarts[node + 1]), Math.exp);
  expect([9, 12, 13].flatMap(into)).toBeAllClose([0.25, 0.5, 0.25, 1, 1]);
});

test.each([
  [1, [], "SIL"],
  [0.5, [], "SIL"],
  [0, ["NO"], "N OW"],
  [1, ["NO"], "SIL N OW SIL"],
])("with silence of probability %d, %j is %s alone", (silenceProb, words, phones) => {
  expect(sequences(transcriptGraph(words, lexicon, { silenceProb }))).toEqual(choices([[[phones, 1]]]));
});

test.each([0.9, 0.8, 0.33, 0.07])(
  "silence of probability %d and pauses leave no other way between words",
  (silenceProb) => {
    // Both as they are written: in float64 1 − 0.9 is less than 0.1.
    const pauseProb = Number((1 - silenceProb).toFixed(2));
    const { arcStarts, arcLogProbs, entryLogProbs } = transcriptGraph(["NO", "NO"], lexicon, {
      silenceProb,
      pauseProb,
    });
    // SIL, NO, SIL or a pause, NO, SIL: two states each, but for the pause.
    const into = (node: number) => Array.from(arcLogProbs.slice(arcStarts[node], arcStarts[node + 1]), Math.exp);
    expect(entryLogProbs.length).toBe(15);
    expect(into(6)).toBeAllClose([silenceProb], { rtol: 1e-15 });
    expect(into(8)).toBeAllClose([pauseProb], { rtol: 1e-15 });
    // From silence and from the pause, not from the word before.
    expect(into(9)).toEqual([1, 1]);
  },
);

test("transcriptGraph(words, lexicon) refuses pauses that silence leaves no room for", () => {
  expect(() => transcriptGraph(["NO"], lexicon, { silenceProb: 0.9, pauseProb: 0.11 })).toThrow(
    "transcriptGraph: pauseProb must be at most 1 together with silenceProb, 0.9, got 0.11",
  );
});

test("segments say which word each phone is of", () => {
  const { nodeSegments, segments } = transcriptGraph(["NO"], lexicon);
  expect(segments).toEqual([
    { phone: "SIL", word: -1 },
    { phone: "N", word: 0 },
    { phone: "OW", word: 0 },
    { phone: "SIL", word: -1 },
  ]);
  expect(nodeSegments).toEqual(Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3));
});

test("transcriptGraph(words, lexicon) refuses a word that the lexicon does not have", () => {
  expect(() => transcriptGraph(["NO", "YES"], lexicon)).toThrow(
    'transcriptGraph: words[1] must be in the lexicon, got "YES"',
  );
});

test("with tied states each phone has those of its neighbours in its word", () => {
  const tied = someTiedLexicon(lexicon, 1);
  const { states, segments, nodeSegments } = transcriptGraph(["NO", "A"], tied);
  const neighbours = new Map([
    [
      "N OW",
      [
        { phone: "N", right: "OW" },
        { phone: "OW", left: "N" },
      ],
    ],
    ["AH", [{ phone: "AH" }]],
    [
      "N EY",
      [
        { phone: "N", right: "EY" },
        { phone: "EY", left: "N" },
      ],
    ],
    ["SIL", [{ phone: "SIL" }]],
  ]);
  const spoken = ["SIL", "N OW", "SIL", "AH", "N EY", "SIL"].flatMap((phones) => neighbours.get(phones)!);
  expect(segments.map(({ phone }) => phone)).toEqual(spoken.map(({ phone }) => phone));
  const expected = spoken.flatMap((state) => [0, 1].map((position) => tiedState(tied, { ...state, position })));
  expect(Array.from(states)).toEqual(expected);
  expect(nodeSegments.length).toBe(expected.length);
});

test.each<[string, Partial<Lexicon>, string]>([
  ["of too few trees", { stateTrees: [] }, "lexicon.stateTrees must have length 10 (5 phones of 2), got 0"],
  ["without a tree", { stateTrees: [null as unknown as StateTree] }, "lexicon.stateTrees[0] must be a tree, got null"],
  [
    "of another number of states",
    { stateCount: 3 },
    "lexicon.stateTrees must have leaves of each of the states below 3 once",
  ],
])("transcriptGraph(words, lexicon) refuses tied states %s", (_, part, message) => {
  const tied = someTiedLexicon(lexicon, 1);
  const stateTrees =
    part.stateTrees?.length === 1 ? [...part.stateTrees, ...tied.stateTrees!.slice(1)] : part.stateTrees;
  const broken = { ...tied, ...part, ...(stateTrees && { stateTrees }) };
  expect(() => transcriptGraph(["NO"], broken)).toThrow(`transcriptGraph: ${message}`);
});
