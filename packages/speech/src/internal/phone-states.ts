import type { Lexicon } from "../create-lexicon.ts";
import type { StateLeaf, StateTree } from "../state-tree.ts";

/** The neighbour of the first and the last phone of a word. */
export const WORD_BOUNDARY = -1;

/** A phone between its neighbours in a word, by number. */
export interface PhoneInWord {
  readonly left: number;
  readonly phone: number;
  readonly right: number;
}

/** The state at a position of a phone. */
export function stateIn(lexicon: Lexicon, { left, phone, right }: PhoneInWord, position: number): number {
  const number = phone * lexicon.statesPerPhone + position;
  if (lexicon.stateTrees === undefined) return number;
  let tree: StateTree = lexicon.stateTrees[number]!;
  while ("yes" in tree) tree = tree.phones.includes(tree.side === "left" ? left : right) ? tree.yes : tree.no;
  return tree.state;
}

/** The states of each phone of a pronunciation. */
export function phoneStates(lexicon: Lexicon, phones: readonly number[]): number[][] {
  return phones.map((phone, at) => {
    const context = { left: phones[at - 1] ?? WORD_BOUNDARY, phone, right: phones[at + 1] ?? WORD_BOUNDARY };
    return Array.from({ length: lexicon.statesPerPhone }, (_, position) => stateIn(lexicon, context, position));
  });
}

/** The state of a short pause: the middle one of silence. */
export function pauseState(lexicon: Lexicon): number {
  const states = phoneStates(lexicon, [lexicon.silence])[0]!;
  return states[(states.length - 1) >> 1]!;
}

/** The tied states of a tree, from yes to no. */
export function leavesOf(tree: StateTree): readonly StateLeaf[] {
  return "yes" in tree ? [...leavesOf(tree.yes), ...leavesOf(tree.no)] : [tree];
}

/** For each state the phone and position that it belongs to, as `phone · statesPerPhone + position`. */
export function placesOf({ stateCount, stateTrees }: Lexicon): Int32Array {
  const places = Int32Array.from({ length: stateCount }, (_, state) => state);
  stateTrees?.forEach((tree, place) => {
    for (const { state } of leavesOf(tree)) places[state] = place;
  });
  return places;
}
