import { createMatrix } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import {
  type AlignedUtterance,
  createLexicon,
  readPronunciations,
  type StateQuestion,
  type StateTree,
  type TieStatesOptions,
  tiedState,
  tieStates,
} from "../src/index.ts";
import { CONTEXT_LEXICON, someAligned } from "./some-aligned.ts";

const lexicon = CONTEXT_LEXICON;
const numberOf = (phone: string) => lexicon.phones.indexOf(phone);

/** A frame with the neighbours that its phone has in its word. */
interface Frame {
  readonly place: number;
  readonly left: number;
  readonly right: number;
  readonly values: readonly number[];
}

function framesOf(utterances: readonly AlignedUtterance[]): Frame[] {
  return utterances.flatMap(({ features, alignment: { states, phones } }) =>
    phones.flatMap(({ word, start, end }, at) => {
      const neighbour = (index: number) => {
        const other = phones[index];
        return word < 0 || other === undefined || other.word !== word ? -1 : numberOf(other.phone);
      };
      const [left, right] = [neighbour(at - 1), neighbour(at + 1)];
      return Array.from({ length: end - start }, (_, index) => {
        const frame = start + index;
        return {
          place: states[frame]!,
          left,
          right,
          values: Array.from(features.data.slice(2 * frame, 2 * frame + 2)),
        };
      });
    }),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[], middle = mean(values)) =>
  mean(values.map((value) => (value - middle) ** 2));

/** Adds the logarithms of the densities of the frames, one by one, under the best Gaussian above the floors. */
function logLikelihood(frames: readonly Frame[], floors: readonly number[]): number {
  let sum = 0;
  floors.forEach((floor, feature) => {
    const values = frames.map((frame) => frame.values[feature]!);
    const middle = mean(values);
    const variance = Math.max(varianceOf(values), floor);
    for (const value of values) {
      sum += Math.log(Math.exp(-((value - middle) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance));
    }
  });
  return sum;
}

/** All splits that are allowed, with their gains. */
function allSplits(
  frames: readonly Frame[],
  questions: readonly (readonly number[])[],
  floors: readonly number[],
  minOccupancy: number,
): number[] {
  return (["left", "right"] as const).flatMap((side) =>
    questions.flatMap((phones) => {
      const yes = frames.filter((frame) => phones.includes(frame[side]));
      const no = frames.filter((frame) => !phones.includes(frame[side]));
      if (yes.length === 0 || no.length === 0 || Math.min(yes.length, no.length) < minOccupancy) return [];
      return [logLikelihood(yes, floors) + logLikelihood(no, floors) - logLikelihood(frames, floors)];
    }),
  );
}

const QUESTIONS = [["A", "I"], ["K", "T"], ["S"], ["K"], ["A"], ["S", "T"]];

describe("tieStates(lexicon, utterances) asks the question that gains most, and stops when none gains enough", () => {
  test.each<[number, number, number, number]>([
    [1, 0, 0, 0.01],
    [2, 5, 2, 0.01],
    [3, 12, 0, 0.3],
    [4, 0, 10, 0.1],
  ])("seed %i, occupation %i, gain %d, floor %d", (seed, minOccupancy, minGain, varianceFloor) => {
    const utterances = someAligned(12, seed);
    const frames = framesOf(utterances);
    const floors = [0, 1].map((feature) => varianceFloor * varianceOf(frames.map(({ values }) => values[feature]!)));
    const questions = [[-1], ...QUESTIONS.map((group) => group.map(numberOf))];
    const options = { minOccupancy, minGain, varianceFloor, questions: QUESTIONS };
    let splits = 0;
    const follow = (tree: StateTree, own: readonly Frame[]) => {
      const gains = own.length === 0 ? [] : allSplits(own, questions, floors, minOccupancy);
      const most = Math.max(0, ...gains);
      if (!("yes" in tree)) {
        expect(tree.occupancy).toBe(own.length);
        expect(most).toBeLessThanOrEqual(minGain + 1e-6);
        return;
      }
      splits++;
      expect(tree.gain).toBeGreaterThan(0);
      expect(tree.gain).toBeAllClose(most, { rtol: 1e-9, atol: 1e-9 });
      const yes = own.filter((frame) => tree.phones.includes(frame[tree.side]));
      const no = own.filter((frame) => !tree.phones.includes(frame[tree.side]));
      const gain = logLikelihood(yes, floors) + logLikelihood(no, floors) - logLikelihood(own, floors);
      expect(tree.gain).toBeAllClose(gain, { rtol: 1e-9, atol: 1e-9 });
      expect(Math.min(yes.length, no.length)).toBeGreaterThanOrEqual(minOccupancy);
      follow(tree.yes, yes);
      follow(tree.no, no);
    };
    const tied = tieStates(lexicon, utterances, options);
    tied.stateTrees!.forEach((tree, place) => {
      follow(
        tree,
        frames.filter((frame) => frame.place === place),
      );
    });
    expect(splits).toBeGreaterThan(3);
    expect(tied.stateCount).toBe(lexicon.stateCount + splits);
  });
});

test("the gain of a split is what it is by hand", () => {
  const small = createLexicon(readPronunciations("NO  N OW\nSO  S OW"), { statesPerPhone: 1 });
  const spoken = (phone: string, heard: number[]) => ({
    features: createMatrix(4, 1, Float32Array.from(heard)),
    alignment: {
      states: Int32Array.of(small.phones.indexOf(phone), small.phones.indexOf(phone), 1, 1),
      phones: [
        { phone, word: 0, start: 0, end: 2 },
        { phone: "OW", word: 0, start: 2, end: 4 },
      ],
    },
  });
  // OW is 0 and 2 after N, 10 and 12 after S: variances of 1 each, and of 26 together.
  const utterances = [spoken("N", [0, 2, 0, 2]), spoken("S", [0, 2, 10, 12])];
  const tied = tieStates(small, utterances, { minOccupancy: 1, minGain: 0, questions: [["S"]] });
  const leaf = (state: number, occupancy: number) => ({ state, occupancy });
  const [n, ow, s, silence] = tied.stateTrees!;
  expect([n, s, silence]).toEqual([leaf(0, 2), leaf(3, 2), leaf(4, 0)]);
  expect(ow).toMatchObject({ side: "left", phones: [2], yes: leaf(1, 2), no: leaf(2, 2) });
  expect((ow as StateQuestion).gain).toBeAllClose(2 * Math.log(26), { rtol: 1e-9 });
});

const utterances = someAligned(40, 5);
const options = { minOccupancy: 4, minGain: 4 };

test("every triphone has a state of its phone and position, those that were never heard too", () => {
  const tied = tieStates(lexicon, utterances, options);
  const places = new Map<number, Set<string>>();
  for (const phone of lexicon.phones) {
    for (const position of [0, 1]) {
      for (const left of [undefined, ...lexicon.phones]) {
        for (const right of [undefined, ...lexicon.phones]) {
          const state = tiedState(tied, { phone, position, ...(left && { left }), ...(right && { right }) });
          places.set(state, (places.get(state) ?? new Set()).add(`${phone} ${position}`));
        }
      }
    }
  }
  expect([...places.keys()].sort((a, b) => a - b)).toEqual(
    Array.from({ length: tied.stateCount }, (_, state) => state),
  );
  expect([...places.values()].every(({ size }) => size === 1)).toBe(true);
  expect(tied.stateCount).toBeGreaterThan(lexicon.stateCount + 5);
});

test("the most states are reached by the splits that gain most", () => {
  const all = tieStates(lexicon, utterances, options);
  for (const maxStates of [lexicon.stateCount, lexicon.stateCount + 4, all.stateCount, 1000]) {
    // From the whole trees: of the questions that may be asked next, the one that gains most.
    const asked = new Set<StateTree>();
    const open = new Set(all.stateTrees);
    for (let states = lexicon.stateCount; states < maxStates; states++) {
      const next = [...open].filter((tree) => "yes" in tree).sort((one, other) => other.gain - one.gain)[0];
      if (next === undefined) break;
      open.delete(next);
      asked.add(next);
      open.add(next.yes).add(next.no);
    }
    const shapeOf = (tree: StateTree, isAsked: (tree: StateTree) => boolean): unknown =>
      "yes" in tree && isAsked(tree)
        ? [tree.side, tree.phones, shapeOf(tree.yes, isAsked), shapeOf(tree.no, isAsked)]
        : "leaf";
    const tied = tieStates(lexicon, utterances, { ...options, maxStates });
    expect(tied.stateCount).toBe(Math.min(maxStates, all.stateCount));
    expect(tied.stateTrees!.map((tree) => shapeOf(tree, () => true))).toEqual(
      all.stateTrees!.map((tree) => shapeOf(tree, (one) => asked.has(one))),
    );
  }
});

test("tied states can be tied again from an alignment of their own", () => {
  const tied = tieStates(lexicon, utterances, options);
  const relabelled = utterances.map(({ features, alignment: { states, phones } }) => ({
    features,
    alignment: {
      phones,
      states: states.map((place, frame) => {
        const at = phones.findIndex(({ end }) => frame < end);
        const beside = (index: number) => (phones[index]?.word === phones[at]!.word ? phones[index]!.phone : undefined);
        const [left, right] = phones[at]!.word < 0 ? [] : [beside(at - 1), beside(at + 1)];
        const { phone } = phones[at]!;
        return tiedState(tied, { phone, position: place % 2, ...(left && { left }), ...(right && { right }) });
      }),
    },
  }));
  expect(tieStates(tied, relabelled, options)).toEqual(tied);
});

const [first] = utterances;
const changed = (alignment: Partial<AlignedUtterance["alignment"]>) => [
  { ...first!, alignment: { ...first!.alignment, ...alignment } },
];
const { phones, states } = first!.alignment;
const call = (own: readonly AlignedUtterance[], more: TieStatesOptions = {}) => tieStates(lexicon, own, more);
test.each<[string, () => unknown, string | RegExp]>([
  [
    "a phone that the lexicon does not have",
    () => call(changed({ phones: [{ ...phones[0]!, phone: "ZH" }, ...phones.slice(1)] })),
    'tieStates: utterances[0].alignment.phones[0].phone must be in the lexicon, got "ZH"',
  ],
  [
    "a gap between phones",
    () => call(changed({ phones: phones.slice(1) })),
    `tieStates: utterances[0].alignment.phones[0].start must be 0, got ${phones[1]!.start}`,
  ],
  [
    "phones that end early",
    () => call(changed({ phones: phones.slice(0, 1) })),
    `tieStates: utterances[0].alignment.phones must cover the ${states.length} frames of states, got ${phones[0]!.end}`,
  ],
  [
    "a state of another phone",
    () => call(changed({ states: states.map((state) => (state + 2) % lexicon.stateCount) })),
    `tieStates: utterances[0].alignment.states[0] must be a state of "${phones[0]!.phone}", got ${(states[0]! + 2) % lexicon.stateCount}`,
  ],
  [
    "features of other frames",
    () => call([{ ...first!, features: createMatrix(2, 2, Float32Array.of(1, 2, 3, 4)) }]),
    `tieStates: utterances[0].alignment.states must have length 2 (rows of features), got ${states.length}`,
  ],
  [
    "a feature that never changes",
    () => call([{ ...first!, features: createMatrix(2, 2, Float32Array.of(1, 2, 3, 2)) }]),
    "tieStates: utterances must vary in each feature, got always the same in feature 1",
  ],
  [
    "fewer states than phones have",
    () => call(utterances, { maxStates: 3 }),
    `tieStates: maxStates must be an integer, at least ${lexicon.stateCount}, got 3`,
  ],
  [
    "a question about a phone that the lexicon does not have",
    () => call(utterances, { questions: [["A"], ["A", "ZH"]] }),
    'tieStates: questions[1][1] must be in the lexicon, got "ZH"',
  ],
])("tieStates refuses %s", (_, refused, message) => {
  expect(refused).toThrow(message);
});
