import { assertFields, assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { Lexicon } from "../create-lexicon.ts";
import type { Alignment } from "../forced-alignment.ts";
import { fail } from "./fail.ts";
import { type PhoneInWord, placesOf, WORD_BOUNDARY } from "./phone-states.ts";

/** A phone of an alignment with the position that each of its frames has in it. */
export interface SpokenPhone extends PhoneInWord {
  /** Of the first frame. */
  readonly start: number;
  readonly positions: Int32Array;
}

/**
 * Finds the neighbours of each phone in its word, and the positions of its frames.
 *
 * @throws ArgumentError unless the alignment is one of the states of the lexicon
 */
export function phonesInWords(
  functionName: string,
  argument: string,
  alignment: Pick<Alignment, "states" | "phones">,
  lexicon: Lexicon,
): SpokenPhone[] {
  const prefix = `${argument}.`;
  assertObject(functionName, argument, alignment);
  assertFields(functionName, alignment, { states: "int32", phones: "objects" }, { argument, prefix });
  const { states, phones } = alignment;
  const { phones: names, statesPerPhone, stateCount } = lexicon;
  const places = placesOf(lexicon);
  const numberAt = (at: number, word: number) =>
    word >= 0 && phones[at]?.word === word ? names.indexOf(phones[at].phone) : WORD_BOUNDARY;
  let covered = 0;
  const spoken = phones.map(({ phone: name, word, start, end }, at) => {
    const place = `${prefix}phones[${at}]`;
    const phone = names.indexOf(name);
    if (phone < 0) fail(functionName, "range", `${place}.phone`, "must be in the lexicon", formatValue(name));
    assertInteger(functionName, `${place}.word`, word, { min: -1 });
    if (start !== covered) fail(functionName, "range", `${place}.start`, `must be ${covered}`, formatValue(start));
    assertInteger(functionName, `${place}.end`, end, { above: start, max: states.length });
    covered = end;
    const positions = states.slice(start, end).map((state, frame) => {
      const number = `${prefix}states[${start + frame}]`;
      assertInteger(functionName, number, state, { min: 0, below: stateCount });
      const position = places[state]! - phone * statesPerPhone;
      if (position >= 0 && position < statesPerPhone) return position;
      return fail(functionName, "range", number, `must be a state of ${formatValue(name)}`, String(state));
    });
    return { left: numberAt(at - 1, word), phone, right: numberAt(at + 1, word), start, positions };
  });
  if (covered === states.length) return spoken;
  const expected = `must cover the ${states.length} frames of states`;
  return fail(functionName, "shape", `${prefix}phones`, expected, String(covered));
}
