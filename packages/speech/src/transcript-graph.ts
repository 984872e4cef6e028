import { assertFields, assertNumber, assertOptions, formatValue } from "@dark-knowledge/core";
import type { Lexicon } from "./create-lexicon.ts";
import type { HmmGraph, PhoneSegment } from "./hmm-graph.ts";
import { assertLexicon } from "./internal/assert-lexicon.ts";
import { assertPauseProb, nextWordProb } from "./internal/between-words.ts";
import { fail } from "./internal/fail.ts";
import { pauseState, phoneStates } from "./internal/phone-states.ts";

/** Options of {@link transcriptGraph}. */
export interface TranscriptGraphOptions {
  /** The probability of silence before, after and between words. Default: 0.5. */
  readonly silenceProb?: number;
  /** The probability of a short pause between words: the middle state of silence alone. Default: 0. */
  readonly pauseProb?: number;
}

/**
 * Makes the hidden Markov model of a transcript: its words in order, in any of their pronunciations with equal probability, and silence
 * that may be passed over around and between them, or be short between them. A transcript without words is silence alone.
 *
 * @throws ArgumentError when a word is not in the lexicon or an option is not in its range
 *
 * @example
 * ```ts
 * import { createLexicon, readPronunciations, transcriptGraph } from "@dark-knowledge/speech";
 *
 * const lexicon = createLexicon(readPronunciations("A  AH\nA(2)  EY"), { statesPerPhone: 1 });
 * const { states, segments } = transcriptGraph(["A"], lexicon);
 * segments.map(({ phone }) => phone); // => ["SIL", "AH", "EY", "SIL"]
 * states; // => [2, 0, 1, 2]
 * ```
 */
export function transcriptGraph(
  words: readonly string[],
  lexicon: Lexicon,
  options: TranscriptGraphOptions = {},
): HmmGraph {
  assertFields("transcriptGraph", { words }, { words: "texts" });
  assertLexicon("transcriptGraph", "lexicon", lexicon);
  assertOptions<TranscriptGraphOptions>("transcriptGraph", options, { silenceProb: true, pauseProb: true });
  const { silenceProb = 0.5, pauseProb = 0 } = options;
  assertNumber("transcriptGraph", "silenceProb", silenceProb, { min: 0, max: 1 });
  assertPauseProb("transcriptGraph", pauseProb, silenceProb);
  const builder = createBuilder();
  const numbers = words.map((word, index) => {
    const number = lexicon.words.indexOf(word);
    if (number < 0) fail("transcriptGraph", "range", `words[${index}]`, "must be in the lexicon", formatValue(word));
    return number;
  });
  const silence = (prob: number): Choice => ({ ...choiceOf(lexicon, [lexicon.silence]), prob });
  const pause = { ...silence(pauseProb), states: [[pauseState(lexicon)]] };
  if (numbers.length === 0) builder.append([silence(1)], -1, 0);
  else builder.append([silence(silenceProb)], -1, 1 - silenceProb);
  numbers.forEach((number, word) => {
    const variants = lexicon.pronunciations[number]!;
    const prob = 1 / variants.length;
    builder.append(
      variants.map((variant) => ({ ...choiceOf(lexicon, variant), prob })),
      word,
      0,
    );
    const isLast = word === numbers.length - 1;
    const pauses = isLast ? [] : [pause];
    builder.append([silence(silenceProb), ...pauses], -1, nextWordProb(silenceProb, isLast ? 0 : pauseProb));
  });
  return builder.graph();
}

/** Phones that may be said at some place. */
interface Choice {
  readonly phones: readonly string[];
  /** Those of each phone. */
  readonly states: readonly (readonly number[])[];
  readonly prob: number;
}

const choiceOf = (lexicon: Lexicon, variant: readonly number[]) => ({
  phones: variant.map((phone) => lexicon.phones[phone]!),
  states: phoneStates(lexicon, variant),
});

interface Node {
  readonly state: number;
  readonly segment: number;
  readonly arcs: readonly { readonly source: number; readonly logProb: number }[];
  readonly entryLogProb: number;
}

/** A place that may be left towards what is appended next: a node, or the beginning. */
interface Open {
  /** −1 for the beginning. */
  readonly node: number;
  readonly logProb: number;
}

function createBuilder() {
  const nodes: Node[] = [];
  const segments: PhoneSegment[] = [];
  let open: readonly Open[] = [{ node: -1, logProb: 0 }];

  function addNode(state: number, from: readonly Open[]): number {
    const entry = from.find(({ node }) => node < 0);
    const arcs = from.filter(({ node }) => node >= 0).map(({ node, logProb }) => ({ source: node, logProb }));
    nodes.push({ state, segment: segments.length - 1, arcs, entryLogProb: entry?.logProb ?? -Infinity });
    return nodes.length - 1;
  }

  /** Adds one of several choices, or with the rest of the probability none. */
  function append(choices: readonly Choice[], word: number, rest: number): void {
    const weighed = (share: number) => open.map(({ node, logProb }) => ({ node, logProb: logProb + Math.log(share) }));
    const ends = choices
      .filter(({ prob }) => prob > 0)
      .map(({ phones, states, prob }) => {
        let from: readonly Open[] = weighed(prob);
        phones.forEach((phone, at) => {
          segments.push({ phone, word });
          for (const state of states[at]!) from = [{ node: addNode(state, from), logProb: 0 }];
        });
        return from[0]!;
      });
    open = rest > 0 ? [...weighed(rest), ...ends] : ends;
  }

  function graph(): HmmGraph {
    const arcStarts = Int32Array.of(0, ...nodes.map(() => 0));
    nodes.forEach(({ arcs }, node) => {
      arcStarts[node + 1] = arcStarts[node]! + arcs.length;
    });
    const arcs = nodes.flatMap((node) => node.arcs);
    const exitLogProbs = new Float64Array(nodes.length).fill(-Infinity);
    for (const { node, logProb } of open) exitLogProbs[node] = logProb;
    return {
      states: Int32Array.from(nodes, ({ state }) => state),
      arcStarts,
      arcSources: Int32Array.from(arcs, ({ source }) => source),
      arcLogProbs: Float64Array.from(arcs, ({ logProb }) => logProb),
      entryLogProbs: Float64Array.from(nodes, ({ entryLogProb }) => entryLogProb),
      exitLogProbs,
      nodeSegments: Int32Array.from(nodes, ({ segment }) => segment),
      segments,
    };
  }

  return { append, graph };
}
