import { assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import type { Lexicon } from "./create-lexicon.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { fail } from "./internal/fail.ts";
import { stateIn, WORD_BOUNDARY } from "./internal/phone-states.ts";

/** A state of a phone between its neighbours. */
export interface StateInWord {
  readonly phone: string;
  /** The phone before it in its word. Default: it is the first. */
  readonly left?: string;
  /** The phone after it in its word. Default: it is the last. */
  readonly right?: string;
  /** From 0 to below `statesPerPhone`. Default: 0. */
  readonly position?: number;
}

/**
 * Looks up the number of a state by phone, neighbours and position. Without tied states the neighbours make no difference.
 *
 * @throws ArgumentError when a phone is not in the lexicon, or a position is not in its range
 * @see {@link tieStates} for an example
 */
export function tiedState(lexicon: Lexicon, state: StateInWord): number {
  assertLexicon("tiedState", "lexicon", lexicon);
  assertOptions<StateInWord>("tiedState", state, { phone: true, left: true, right: true, position: true });
  const { phone, left, right, position = 0 } = state;
  assertInteger("tiedState", "position", position, { min: 0, below: lexicon.statesPerPhone });
  const numberOf = (name: keyof StateInWord, value: unknown) => {
    const number = lexicon.phones.indexOf(value as string);
    if (number < 0) fail("tiedState", "range", name, "must be a phone of the lexicon", formatValue(value));
    return number;
  };
  const neighbour = (name: "left" | "right", value: string | undefined) =>
    value === undefined ? WORD_BOUNDARY : numberOf(name, value);
  const context = {
    left: neighbour("left", left),
    phone: numberOf("phone", phone),
    right: neighbour("right", right),
  };
  return stateIn(lexicon, context, position);
}
