import { type Matrix, matrixRow, softmax } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import type { Lexicon } from "@dark-knowledge/speech";
import type { SpeechData } from "../speech-data.ts";
import { type SpeechSpec, settingsOf } from "../speech-spec.ts";
import { type StatePlace, statePlaces } from "./state-places.ts";

/** A word of the test set, what was heard, and what nets make of it. */
export interface SpokenExample {
  readonly word: string;
  /** Frames × cepstra, normalised, to two decimals. */
  readonly features: readonly (readonly number[])[];
  /** The phones of the forced alignment, by the first frame of the example and the one behind the last. */
  readonly phones: readonly { readonly phone: string; readonly start: number; readonly end: number }[];
  /** The phones that a net finds most probable, in the order of the word and then of the alphabet. */
  readonly shown: readonly string[];
  /** Of each net, frames × shown phones: the probability of a phone, which is that of its states, to three decimals. */
  readonly nets: readonly { readonly name: string; readonly posteriors: readonly (readonly number[])[] }[];
}

/** A word with as many phones is worth a look. */
const FEWEST_PHONES = 4;
/** Frames shown before and after it. */
const MARGIN = 8;
/** A phone is shown if a net gives it so much somewhere. */
const LEAST = 0.2;

/**
 * Takes the first utterance of the test set that begins with a word of four phones or more, and that word of it.
 *
 * @param answers the logits of nets for the frames of the test set, by name
 * @returns undefined where there is no such word
 */
export function spokenExample(
  spec: SpeechSpec,
  data: SpeechData,
  answers: Readonly<Record<string, Matrix>>,
): SpokenExample | undefined {
  const { lexicon, testWords, testOffsets, test } = data;
  const { phones } = lexicon;
  const places = statePlaces(lexicon);
  const labels = labelsOf(test);
  const utterance = testWords.findIndex(([word]) => word !== undefined && phonesOf(lexicon, word) >= FEWEST_PHONES);
  if (utterance < 0) return undefined;
  const word = testWords[utterance]![0]!;
  const [first, last] = [testOffsets[utterance]!, testOffsets[utterance + 1]!];
  const segments = segmentsOf(labels.subarray(first, last), places);
  const spoken = segments.filter(({ phone }) => phone !== phones[lexicon.silence]);
  const said = pronunciationOf(lexicon, word, spoken);
  const begin = Math.max(0, said[0]!.start - MARGIN);
  const end = Math.min(last - first, said.at(-1)!.end + MARGIN);
  const frames = Array.from({ length: end - begin }, (_, index) => first + begin + index);
  const probsOf = (logits: Matrix) =>
    frames.map((frame) => {
      const sums = new Map(phones.map((phone) => [phone, 0]));
      softmax(matrixRow(logits, frame)).forEach((prob, state) => {
        const { phone } = places[state]!;
        sums.set(phone, sums.get(phone)! + prob);
      });
      return [...sums.values()];
    });
  const nets = Object.entries(answers).map(([name, logits]) => ({ name, all: probsOf(logits) }));
  const wanted = phones.filter((_, phone) => nets.some(({ all }) => all.some((probs) => probs[phone]! >= LEAST)));
  const ownPhones = said.map(({ phone }) => phone);
  const shown = [...new Set([...ownPhones, ...wanted])];
  const { values, shape, starts } = test.columns.frames!;
  const width = shape[0]! / (spec.past + 1 + spec.future);
  const cepstra = width / (1 + (settingsOf(spec)?.deltas ?? 0));
  return {
    word,
    features: frames.map((frame) => {
      const start = starts![test.rows[frame]!]! + spec.past * width;
      return Array.from(values.subarray(start, start + cepstra), (value) => rounded(value, 2));
    }),
    phones: segments
      .filter((segment) => segment.end > begin && segment.start < end)
      .map(({ phone, ...at }) => ({
        phone,
        start: Math.max(0, at.start - begin),
        end: Math.min(end, at.end) - begin,
      })),
    shown,
    nets: nets.map(({ name, all }) => ({
      name,
      posteriors: all.map((probs) => shown.map((phone) => rounded(probs[phones.indexOf(phone)]!, 3))),
    })),
  };
}

const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));

const variantsOf = ({ words, pronunciations }: Lexicon, word: string) => pronunciations[words.indexOf(word)] ?? [];

function phonesOf(lexicon: Lexicon, word: string): number {
  return Math.min(...variantsOf(lexicon, word).map(({ length }) => length));
}

interface Segment {
  readonly phone: string;
  readonly start: number;
  readonly end: number;
}

/** A phone ends where another one begins, or the same again from its first state. */
function segmentsOf(states: Int32Array, places: readonly StatePlace[]): readonly Segment[] {
  const segments: Segment[] = [];
  states.forEach((state, frame) => {
    const { phone, position } = places[state]!;
    const before = segments.at(-1);
    const isSame = before?.phone === phone && position >= places[states[frame - 1]!]!.position;
    if (isSame) segments[segments.length - 1] = { ...before, end: frame + 1 };
    else segments.push({ phone, start: frame, end: frame + 1 });
  });
  return segments;
}

/** The segments of the first word: of the pronunciation that the alignment took. */
function pronunciationOf(lexicon: Lexicon, word: string, spoken: readonly Segment[]): readonly Segment[] {
  const variants = variantsOf(lexicon, word).map((variant) => variant.map((phone) => lexicon.phones[phone]!));
  const taken = variants.find((variant) => variant.every((phone, index) => spoken[index]?.phone === phone));
  return spoken.slice(0, (taken ?? variants[0]!).length);
}
