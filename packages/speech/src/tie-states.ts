import {
  assertInteger,
  assertNumber,
  assertObject,
  assertOptions,
  formatValue,
  type Matrix,
} from "@dark-knowledge/core";
import type { Lexicon } from "./create-lexicon.ts";
import { featureStatistics } from "./feature-statistics.ts";
import type { Alignment } from "./forced-alignment.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { createContextCollector } from "./internal/context-sums.ts";
import { fail } from "./internal/fail.ts";
import { growTrees } from "./internal/grow-trees.ts";
import { phoneQuestions } from "./internal/phone-questions.ts";
import { leavesOf, WORD_BOUNDARY } from "./internal/phone-states.ts";
import { phonesInWords } from "./internal/phones-in-words.ts";

/** An utterance whose states are known. */
export interface AlignedUtterance {
  /** Frames × features. */
  readonly features: Matrix;
  /** The state of each frame, such as {@link forcedAlignment} finds it. */
  readonly alignment: Pick<Alignment, "states" | "phones">;
}

/** Options of {@link tieStates}. */
export interface TieStatesOptions {
  /** The fewest frames of a state that a split makes. Default: 100. */
  readonly minOccupancy?: number;
  /** The least by which the logarithm of the likelihood must rise with a split. Default: 350. */
  readonly minGain?: number;
  /** The most states in all, of which each phone has at least `statesPerPhone`. Default: no limit. */
  readonly maxStates?: number;
  /**
   * The groups of phones that neighbours are compared with, such as vowels or nasals. Default: groups that sound alike in the utterances,
   * and each phone alone. The boundary of a word is always asked for as well.
   */
  readonly questions?: readonly (readonly string[])[];
  /** The smallest variance of a state, as a share of the variance of all frames. Default: 0.01. */
  readonly varianceFloor?: number;
}

/**
 * Makes states that depend on the neighbours of a phone in its word, of the frames of an alignment. Each state of each phone is split by
 * yes-no questions about its neighbours: always the one, of all states and questions, that raises the likelihood of the frames most when
 * each side has one Gaussian. Neighbours that never occurred lead to a state all the same.
 *
 * The first phone of a word has the word's boundary as its left neighbour, the last one as its right neighbour, whatever is said before
 * and after: words sound the same in every sentence. Silence between words never depends on them.
 *
 * Without questions, phones are grouped as they sound: the two groups whose likelihood falls least become one, until all are one
 * group. Each group is a question about the left and the right neighbour.
 *
 * @param lexicon what the alignments are of
 * @returns the lexicon with `stateTrees` and their number of states: {@link transcriptGraph} and {@link createDecoder} take it in the place
 *   of the other
 * @throws ArgumentError when an alignment is not of this lexicon or its features, a feature never changes, or an option is not in its range
 * @see Young, Odell and Woodland (1994), Tree-based state tying for high accuracy acoustic modelling
 * @see {@link cloneStates} and {@link relabelAlignment}, which take a model and alignments over to the tied states
 *
 * @example
 * ```ts
 * import { createLexicon, readPronunciations, tieStates, tiedState } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("NO  N OW\nSO  S OW"), { statesPerPhone: 1 });
 * // OW is heard at 1 after N, and at 9 after S.
 * const spoken = [["N", 0, [4, 4.2, 1, 1.2]], ["S", 2, [5, 5.2, 9, 9.2]]] as const;
 * const utterances = spoken.map(([phone, state, heard]) => ({
 *   features: { rows: 4, columns: 1, data: Float32Array.from(heard) },
 *   alignment: {
 *     states: Int32Array.of(state, state, 1, 1),
 *     phones: [{ phone, word: 0, start: 0, end: 2 }, { phone: "OW", word: 0, start: 2, end: 4 }],
 *   },
 * }));
 * const tied = tieStates(lexicon, utterances, { minOccupancy: 2, minGain: 1 });
 * tied.stateCount; // => 5
 * tiedState(tied, { phone: "OW", left: "N" }); // => 1
 * tiedState(tied, { phone: "OW", left: "S" }); // => 2
 * ```
 */
export function tieStates(
  lexicon: Lexicon,
  utterances: readonly AlignedUtterance[],
  options: TieStatesOptions = {},
): Lexicon {
  assertLexicon("tieStates", "lexicon", lexicon);
  const { phones, statesPerPhone } = lexicon;
  const placeCount = phones.length * statesPerPhone;
  const { varianceFloor, questions, ...limits } = readOptions(lexicon, placeCount, options);
  const { means, floors } = assertAligned(utterances, varianceFloor);
  const collector = createContextCollector(placeCount, statesPerPhone, means);
  for (const [index, { features, alignment }] of utterances.entries()) {
    const argument = `utterances[${index}].alignment`;
    const spoken = phonesInWords("tieStates", argument, alignment, lexicon);
    if (alignment.states.length !== features.rows) {
      const expected = `must have length ${features.rows} (rows of features)`;
      fail("tieStates", "shape", `${argument}.states`, expected, String(alignment.states.length));
    }
    for (const phone of spoken) collector.add(features, phone);
  }
  const groups = questions ?? phoneQuestions(collector.places, statesPerPhone, floors);
  const stateTrees = growTrees(collector.places, { ...limits, floors, questions: [[WORD_BOUNDARY], ...groups] });
  return { ...lexicon, stateTrees, stateCount: stateTrees.flatMap(leavesOf).length };
}

function readOptions({ phones }: Lexicon, placeCount: number, options: TieStatesOptions) {
  assertOptions<TieStatesOptions>("tieStates", options, {
    ...{ minOccupancy: true, minGain: true, maxStates: true, questions: true, varianceFloor: true },
  });
  const { minOccupancy = 100, minGain = 350, maxStates = Infinity, varianceFloor = 0.01 } = options;
  assertNumber("tieStates", "minOccupancy", minOccupancy, { min: 0 });
  assertNumber("tieStates", "minGain", minGain, { min: 0 });
  if (maxStates !== Infinity) assertInteger("tieStates", "maxStates", maxStates, { min: placeCount });
  assertNumber("tieStates", "varianceFloor", varianceFloor, { above: 0, max: 1 });
  const questions = options.questions === undefined ? undefined : readQuestions(phones, options.questions);
  return { minOccupancy, minGain, maxStates, varianceFloor, questions };
}

function readQuestions(phones: readonly string[], questions: readonly (readonly string[])[]): number[][] {
  if (!Array.isArray(questions)) {
    fail("tieStates", "dtype", "questions", "must be an array of groups of phones", formatValue(questions));
  }
  return Array.from(questions as readonly (readonly string[])[], (group, index) => {
    if (!Array.isArray(group)) {
      fail("tieStates", "dtype", `questions[${index}]`, "must be an array of phones", formatValue(group));
    }
    const numbers = Array.from(group as readonly string[], (phone, at) => {
      const number = phones.indexOf(phone);
      const argument = `questions[${index}][${at}]`;
      return number >= 0 ? number : fail("tieStates", "range", argument, "must be in the lexicon", formatValue(phone));
    });
    return numbers.sort((one, other) => one - other);
  });
}

function assertAligned(utterances: readonly AlignedUtterance[], varianceFloor: number) {
  if (!Array.isArray(utterances)) {
    fail("tieStates", "dtype", "utterances", "must be an array of aligned utterances", formatValue(utterances));
  }
  for (const [index, utterance] of Array.from(utterances as readonly AlignedUtterance[]).entries()) {
    assertObject("tieStates", `utterances[${index}]`, utterance);
  }
  const { means, deviations } = featureStatistics(utterances.map(({ features }) => features));
  const still = deviations.indexOf(0);
  if (still < 0) return { means, floors: deviations.map((deviation) => deviation ** 2 * varianceFloor) };
  return fail("tieStates", "range", "utterances", "must vary in each feature", `always the same in feature ${still}`);
}
