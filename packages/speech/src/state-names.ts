import type { Lexicon } from "./create-lexicon.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { placesOf } from "./internal/phone-states.ts";

/**
 * Names the states of a lexicon: phone and position, and with tied states the number among those of the position if there are several.
 *
 * @example
 * ```ts
 * import { createLexicon, readPronunciations, stateNames } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("OH  OW"), { statesPerPhone: 2 });
 * stateNames(lexicon); // => ["OW 1", "OW 2", "SIL 1", "SIL 2"]
 * const leaf = (state: number) => ({ state, occupancy: 1 });
 * const split = { side: "left" as const, phones: [-1], gain: 1, yes: leaf(0), no: leaf(1) };
 * stateNames({ ...lexicon, stateCount: 5, stateTrees: [split, leaf(2), leaf(3), leaf(4)] });
 * // => ["OW 1.1", "OW 1.2", "OW 2", "SIL 1", "SIL 2"]
 * ```
 */
export function stateNames(lexicon: Lexicon): string[] {
  assertLexicon("stateNames", "lexicon", lexicon);
  const { phones, statesPerPhone } = lexicon;
  const places = placesOf(lexicon);
  const counts = new Int32Array(phones.length * statesPerPhone);
  for (const place of places) counts[place]!++;
  const used = new Int32Array(counts.length);
  return Array.from(places, (place) => {
    used[place]!++;
    const name = `${phones[Math.floor(place / statesPerPhone)]} ${(place % statesPerPhone) + 1}`;
    return counts[place]! > 1 ? `${name}.${used[place]}` : name;
  });
}
