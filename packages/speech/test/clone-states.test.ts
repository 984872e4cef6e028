import { expect, test } from "vitest";
import { cloneStates, flatStart, mixtureLogLikelihoods, splitMixtures, tiedState } from "../src/index.ts";
import { CONTEXT_LEXICON, someAligned } from "./some-aligned.ts";
import { someTiedLexicon } from "./some-tied-lexicon.ts";

const tied = someTiedLexicon(CONTEXT_LEXICON, 2);
const [{ features }] = someAligned(1, 3) as [ReturnType<typeof someAligned>[0]];
const flat = splitMixtures(flatStart([features], { states: CONTEXT_LEXICON.stateCount }));
const model = {
  ...flat,
  means: flat.means.map((mean, at) => mean + at / 10),
  stayProbs: flat.stayProbs.map((_, state) => state / 20),
};

test("cloneStates(model, lexicon) scores frames as the states did from which those of the lexicon come", () => {
  const cloned = cloneStates(model, tied);
  expect([cloned.states, cloned.components]).toEqual([tied.stateCount, 2]);
  const [before, after] = [mixtureLogLikelihoods(model, features), mixtureLogLikelihoods(cloned, features)];
  for (const phone of tied.phones) {
    for (const left of tied.phones) {
      for (const position of [0, 1]) {
        const place = tiedState(CONTEXT_LEXICON, { phone, position });
        const state = tiedState(tied, { phone, left, position });
        expect(cloned.stayProbs[state]).toBe(model.stayProbs[place]);
        expect(after.data[state]).toBe(before.data[place]);
        expect(after.data[3 * after.columns + state]).toBe(before.data[3 * before.columns + place]);
      }
    }
  }
});

test("cloneStates(model, lexicon) refuses a model of other states", () => {
  const { stateCount, phones } = CONTEXT_LEXICON;
  expect(() => cloneStates(flatStart([features], { states: 3 }), tied)).toThrow(
    `cloneStates: model.states must be ${stateCount} (${phones.length} phones of 2), got 3`,
  );
});
