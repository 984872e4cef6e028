import { type Lexicon, stateNames } from "@dark-knowledge/speech";

/** Which part of which phone a state is. */
export interface StatePlace {
  readonly phone: string;
  /** From 0 to below `statesPerPhone`. Tied states may share a place. */
  readonly position: number;
}

/** Returns the place of each state, by its number. */
export function statePlaces(lexicon: Lexicon): readonly StatePlace[] {
  return stateNames(lexicon).map((name) => {
    const end = name.lastIndexOf(" ");
    return { phone: name.slice(0, end), position: Number.parseInt(name.slice(end), 10) - 1 };
  });
}
