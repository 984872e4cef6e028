import { type AlignedUtterance, type Lexicon, tieStates } from "@dark-knowledge/speech";
import { SpecError } from "../../spec/spec-error.ts";

/** The states of an acoustic model: three for each phone, or about as many that depend on the phones beside it in the word. */
export type StatesSpec = "monophones" | { readonly tied: number };

/** A state has so many frames of the training set at least. */
const LEAST_FRAMES = 20;

/**
 * Ties the states of phones in context until there are so many, or no more can be told apart.
 *
 * @throws SpecError when there are to be fewer than phones have
 */
export function tieTo(tied: number, lexicon: Lexicon, utterances: readonly AlignedUtterance[]): Lexicon {
  if (tied < lexicon.stateCount) {
    const expected = `must be at least ${lexicon.stateCount} (the states of ${lexicon.phones.length} phones)`;
    throw new SpecError("states.tied", expected, String(tied));
  }
  return tieStates(lexicon, utterances, { maxStates: tied, minOccupancy: LEAST_FRAMES, minGain: 0 });
}
