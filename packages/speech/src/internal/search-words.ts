import type { Matrix } from "@dark-knowledge/core";
import type { DecoderOptions, Hypothesis } from "../decoder-options.ts";
import type { NgramModel } from "../ngram-model.ts";
import { nextWordProb } from "./between-words.ts";
import { type LanguageStates, languageStates } from "./language-states.ts";
import { type LexiconTree, PAUSE_BEGIN, SILENCE_BEGIN, WORD_BEGIN } from "./lexicon-tree.ts";
import { addToken, createTokenLists, type TokenLists } from "./token-lists.ts";
import { createWordHistories, type WordHistories } from "./word-histories.ts";

/** The options of a decoder, all of them. */
export type SearchSettings = Required<DecoderOptions> & { readonly stayProbs: Float64Array };

/** The tokens between words that the language model remembers alike: after a word, silence, or a short pause. */
interface Between {
  readonly afterWord: TokenLists;
  readonly afterSilence: TokenLists;
  /** Another word has to follow. */
  readonly afterPause: TokenLists;
}

/** The tokens that enter words, silence and a short pause. */
type Entering = Readonly<Record<typeof WORD_BEGIN | typeof SILENCE_BEGIN | typeof PAUSE_BEGIN, TokenLists>>;

interface Search {
  readonly scores: Matrix;
  readonly tree: LexiconTree;
  readonly settings: SearchSettings;
  readonly language: LanguageStates;
  readonly histories: WordHistories;
  readonly logStay: Float64Array;
  readonly logLeave: Float64Array;
  /** The tokens in each cell of the tree, for each of what the language model may remember. */
  copies: Map<number, TokenLists>;
}

/** Follows all paths through the tree and the language model at once, frame by frame. */
export function searchWords(
  scores: Matrix,
  tree: LexiconTree,
  vocabulary: readonly string[],
  model: NgramModel,
  settings: SearchSettings,
): Hypothesis[] {
  const stay = Float64Array.from(tree.states, (state) => settings.stayProbs[state]!);
  const search: Search = {
    ...{ scores, tree, settings },
    language: languageStates(model, vocabulary),
    histories: createWordHistories(vocabulary.length),
    logStay: stay.map(Math.log),
    logLeave: stay.map((prob) => Math.log1p(-prob)),
    copies: new Map(),
  };
  const start = emptyBetween(settings.hypotheses);
  addToken(start.afterWord, 0, settings.hypotheses, 0, 0);
  let between = new Map([[search.language.start, start]]);
  for (let frame = 0; frame < scores.rows; frame++) {
    enterFrame(search, frame, between);
    prune(search);
    between = leaveWords(search);
  }
  return finish(search, between, vocabulary);
}

const emptyBetween = (size: number): Between => ({
  afterWord: createTokenLists(1, size),
  afterSilence: createTokenLists(1, size),
  afterPause: createTokenLists(1, size),
});

/** Moves the tokens of every copy by a frame, with those that come from between words. */
function enterFrame(search: Search, frame: number, between: ReadonlyMap<number, Between>): void {
  const { settings, tree } = search;
  const { hypotheses: size, silenceProb, pauseProb } = settings;
  const logSilence = Math.log(silenceProb);
  const logPause = Math.log(pauseProb);
  for (const state of between.keys()) {
    if (!search.copies.has(state)) search.copies.set(state, createTokenLists(tree.states.length, size));
  }
  for (const [state, copy] of search.copies) {
    const { afterWord, afterSilence, afterPause } = between.get(state) ?? emptyBetween(size);
    const [words, silence, pause] = [createTokenLists(1, size), createTokenLists(1, size), createTokenLists(1, size)];
    for (let place = 0; place < size; place++) {
      const [score, history] = [afterWord.scores[place]!, afterWord.histories[place]!];
      // Before the first word there is no short pause.
      const isStart = history === 0;
      addToken(words, 0, size, score + Math.log(nextWordProb(silenceProb, isStart ? 0 : pauseProb)), history);
      addToken(silence, 0, size, score + logSilence, history);
      if (!isStart) addToken(pause, 0, size, score + logPause, history);
      for (const after of [afterSilence, afterPause]) {
        addToken(words, 0, size, after.scores[place]!, after.histories[place]!);
      }
    }
    moveTokens(search, frame, copy, { [WORD_BEGIN]: words, [SILENCE_BEGIN]: silence, [PAUSE_BEGIN]: pause });
  }
}

/** Moves the tokens of a copy: each stays, or comes from the cell before. From the last cell to the first, so none moves twice. */
function moveTokens(search: Search, frame: number, copy: TokenLists, entering: Entering): void {
  const { scores, tree, logStay, logLeave, settings } = search;
  const { hypotheses: size } = settings;
  const moved = createTokenLists(1, size);
  for (let cell = tree.states.length - 1; cell >= 0; cell--) {
    const source = tree.sources[cell]!;
    const from = source < 0 ? entering[source as keyof Entering] : copy;
    const fromPlace = source < 0 ? 0 : source * size;
    // Most cells have no tokens, and none to come.
    if (copy.scores[cell * size] === -Infinity && from.scores[fromPlace] === -Infinity) continue;
    const leave = source < 0 ? 0 : logLeave[source]!;
    moved.scores.fill(-Infinity);
    for (let place = 0; place < size; place++) {
      const own = cell * size + place;
      addToken(moved, 0, size, copy.scores[own]! + logStay[cell]!, copy.histories[own]!);
      addToken(moved, 0, size, from.scores[fromPlace + place]! + leave, from.histories[fromPlace + place]!);
    }
    const heard = scores.data[frame * scores.columns + tree.states[cell]!]!;
    for (let place = 0; place < size; place++) {
      copy.scores[cell * size + place] = moved.scores[place]! + heard;
      copy.histories[cell * size + place] = moved.histories[place]!;
    }
  }
}

/** Drops what is too far below the best token of the frame, and copies without tokens. */
function prune({ copies, settings }: Search): void {
  let best = -Infinity;
  for (const { scores } of copies.values()) for (const score of scores) if (score > best) best = score;
  const least = best - settings.beam;
  for (const [state, { scores }] of copies) {
    let isEmpty = true;
    for (let place = 0; place < scores.length; place++) {
      if (scores[place]! < least) scores[place] = -Infinity;
      else if (scores[place]! > -Infinity) isEmpty = false;
    }
    if (isEmpty) copies.delete(state);
  }
}

/** Collects the tokens that leave words and silence after a frame, by what the language model then remembers. */
function leaveWords(search: Search): Map<number, Between> {
  const { tree, settings, language, histories, logLeave } = search;
  const { hypotheses: size, languageWeight, insertionPenalty } = settings;
  const between = new Map<number, Between>();
  const at = (state: number) => {
    const found = between.get(state) ?? emptyBetween(size);
    between.set(state, found);
    return found;
  };
  for (const [state, copy] of search.copies) {
    for (const [cell, name] of [
      [tree.silenceEnd, "afterSilence"],
      [tree.pause, "afterPause"],
    ] as const) {
      for (let place = cell * size; place < (cell + 1) * size && copy.scores[place]! > -Infinity; place++) {
        addToken(at(state)[name], 0, size, copy.scores[place]! + logLeave[cell]!, copy.histories[place]!);
      }
    }
    for (const { cell, words } of tree.endings) {
      if (copy.scores[cell * size] === -Infinity) continue;
      for (const { word, logProb } of words) {
        const step = language.next(state, word);
        // A weight of 0 leaves words alone that the model rules out.
        const said = languageWeight === 0 ? 0 : languageWeight * step.logProb;
        const added = logLeave[cell]! + logProb + said - insertionPenalty;
        const { afterWord } = at(step.state);
        for (let place = cell * size; place < (cell + 1) * size; place++) {
          const score = copy.scores[place]! + added;
          if (!(score > afterWord.scores[size - 1]!)) break;
          addToken(afterWord, 0, size, score, histories.append(copy.histories[place]!, word));
        }
      }
    }
  }
  return between;
}

/** The sequences of words that an utterance may end with. */
function finish(
  { settings, language, histories }: Search,
  between: ReadonlyMap<number, Between>,
  vocabulary: readonly string[],
): Hypothesis[] {
  const { hypotheses: size, silenceProb, languageWeight } = settings;
  const best = createTokenLists(1, size);
  for (const [state, { afterWord, afterSilence }] of between) {
    const end = languageWeight === 0 ? 0 : languageWeight * language.end(state);
    for (let place = 0; place < size; place++) {
      const history = afterSilence.histories[place]!;
      addToken(best, 0, size, afterWord.scores[place]! + Math.log(1 - silenceProb) + end, afterWord.histories[place]!);
      // Without words there is nothing but silence.
      const sure = history === 0 ? -Math.log(silenceProb) : 0;
      addToken(best, 0, size, afterSilence.scores[place]! + sure + end, history);
    }
  }
  const found = Array.from(best.scores, (score, place) => ({ score, history: best.histories[place]! }));
  return found
    .filter(({ score }) => score > -Infinity)
    .map(({ score, history }) => ({ words: histories.words(history).map((word) => vocabulary[word]!), score }));
}
