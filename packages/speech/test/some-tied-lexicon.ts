import { createRandom } from "@dark-knowledge/core";
import type { Lexicon, StateTree } from "../src/index.ts";

/** A lexicon with trees of random questions, up to two deep. */
export function someTiedLexicon(lexicon: Lexicon, seed: number): Lexicon {
  const random = createRandom(seed);
  let states = 0;
  const grow = (depth: number): StateTree => {
    if (depth === 0 || random.uniform() < 0.3) return { state: states++, occupancy: 1 };
    const phones = [-1, ...lexicon.phones.keys()].filter(() => random.uniform() < 0.5);
    const side = random.uniform() < 0.5 ? "left" : "right";
    return { side, phones, gain: 1, yes: grow(depth - 1), no: grow(depth - 1) };
  };
  const stateTrees = Array.from({ length: lexicon.phones.length * lexicon.statesPerPhone }, () => grow(2));
  return { ...lexicon, stateTrees, stateCount: states };
}
