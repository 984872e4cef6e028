import { oneLine } from "@dark-knowledge/core";
import type { Lexicon } from "./create-lexicon.ts";
import type { Alignment } from "./forced-alignment.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { fail } from "./internal/fail.ts";
import { stateIn } from "./internal/phone-states.ts";
import { phonesInWords } from "./internal/phones-in-words.ts";

/**
 * Names the states of an alignment by another lexicon of the same phones: labels of tied states for a net, from an alignment of
 * phones that do not depend on their neighbours. The time of each phone and each of its positions stays.
 *
 * @param lexicon what the alignment is of
 * @param other the same with tied states, see {@link tieStates}
 * @returns a new alignment, of the same phones and score
 * @throws ArgumentError when the alignment is not of the lexicon, or the other has other phones
 *
 * @example
 * ```ts
 * import { createLexicon, readPronunciations, relabelAlignment } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW\nSO  S OW"), { statesPerPhone: 1 });
 * const leaf = (state: number) => ({ state, occupancy: 1 });
 * // OW has a state after N, and one after S.
 * const tied = {
 *   ...lexicon,
 *   stateCount: 5,
 *   stateTrees: [leaf(0), { side: "left" as const, phones: [0], gain: 1, yes: leaf(1), no: leaf(2) }, leaf(3), leaf(4)],
 * };
 * const phones = [{ phone: "S", word: 0, start: 0, end: 1 }, { phone: "OW", word: 0, start: 1, end: 3 }];
 * relabelAlignment({ score: 0, states: Int32Array.of(2, 1, 1), phones }, lexicon, tied).states; // => [3, 2, 2]
 * ```
 */
export function relabelAlignment(alignment: Alignment, lexicon: Lexicon, other: Lexicon): Alignment {
  assertLexicon("relabelAlignment", "lexicon", lexicon);
  assertLexicon("relabelAlignment", "other", other);
  const { phones, statesPerPhone } = lexicon;
  if (other.statesPerPhone !== statesPerPhone || other.phones.join(" ") !== phones.join(" ")) {
    const expected = `must have the phones of the lexicon, ${statesPerPhone} states each`;
    const received = `${other.statesPerPhone} states of ${other.phones.join(" ")}`;
    fail("relabelAlignment", "range", "other.phones", expected, oneLine(received));
  }
  const spoken = phonesInWords("relabelAlignment", "alignment", alignment, lexicon);
  const states = new Int32Array(alignment.states.length);
  for (const phone of spoken) {
    states.set(
      phone.positions.map((position) => stateIn(other, phone, position)),
      phone.start,
    );
  }
  return { ...alignment, states };
}
