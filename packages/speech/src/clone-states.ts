import type { AcousticModel } from "./acoustic-model.ts";
import type { Lexicon } from "./create-lexicon.ts";
import { assertAcousticModel } from "./internal/assert-acoustic-model.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { fail } from "./internal/fail.ts";
import { placesOf } from "./internal/phone-states.ts";

/**
 * Makes the acoustic model with which the training of tied states begins: each has the Gaussians of the state that it was split
 * from. Training with {@link baumWelch} tells them apart.
 *
 * @param model of the states of phones that do not depend on neighbours
 * @param lexicon with tied states, see {@link tieStates}
 * @returns a new model of `lexicon.stateCount` states
 * @throws ArgumentError when the model has other states
 *
 * @example
 * ```ts
 * import { cloneStates, createLexicon, flatStart, readPronunciations } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW\nSO  S OW"), { statesPerPhone: 1 });
 * const model = flatStart([{ rows: 2, columns: 1, data: Float32Array.of(0, 1) }], { states: lexicon.stateCount });
 * const leaf = (state: number) => ({ state, occupancy: 1 });
 * // OW has a state after N, and one after S.
 * const tied = {
 *   ...lexicon,
 *   stateCount: 5,
 *   stateTrees: [leaf(0), { side: "left" as const, phones: [0], gain: 1, yes: leaf(1), no: leaf(2) }, leaf(3), leaf(4)],
 * };
 * cloneStates({ ...model, means: Float64Array.of(1, 2, 3, 4) }, tied).means; // => [1, 2, 2, 3, 4]
 * ```
 */
export function cloneStates(model: AcousticModel, lexicon: Lexicon): AcousticModel {
  assertAcousticModel("cloneStates", model);
  assertLexicon("cloneStates", "lexicon", lexicon);
  const { components, dimensions } = model;
  const { phones, statesPerPhone, stateCount } = lexicon;
  const count = phones.length * statesPerPhone;
  if (model.states !== count) {
    const expected = `must be ${count} (${phones.length} phones of ${statesPerPhone})`;
    fail("cloneStates", "shape", "model.states", expected, String(model.states));
  }
  const places = placesOf(lexicon);
  const cloned = (numbers: Float64Array, width: number) =>
    Float64Array.from({ length: stateCount * width }, (_, at) => {
      const state = Math.floor(at / width);
      return numbers[places[state]! * width + (at % width)]!;
    });
  return {
    ...model,
    states: stateCount,
    weights: cloned(model.weights, components),
    means: cloned(model.means, components * dimensions),
    variances: cloned(model.variances, components * dimensions),
    stayProbs: cloned(model.stayProbs, 1),
  };
}
