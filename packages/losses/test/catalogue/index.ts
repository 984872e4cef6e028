import { ELEMENT_LOSSES } from "./element-losses.ts";
import type { ElementLoss, Entry, FeatureLoss, LogitFunction, LogitLoss } from "./entry.ts";
import { FEATURE_LOSSES } from "./feature-losses.ts";
import { HELPERS, LOGIT_FUNCTIONS } from "./functions.ts";
import { LABEL_LOSSES } from "./label-losses.ts";
import { TEACHER_LOSSES } from "./teacher-losses.ts";

/**
 * Every export of the package by its name, some in more than one variant, `name (variant)`, in the order of the tables. The tests of
 * contracts, properties, PyTorch's values, backends, tables and the picture walk it.
 */
export const CATALOGUE: Readonly<Record<string, Entry>> = {
  ...LABEL_LOSSES,
  ...TEACHER_LOSSES,
  ...ELEMENT_LOSSES,
  ...FEATURE_LOSSES,
  ...LOGIT_FUNCTIONS,
  ...HELPERS,
};

interface Kinds {
  readonly logits: LogitLoss;
  readonly elements: ElementLoss;
  readonly features: FeatureLoss;
  readonly function: LogitFunction;
}

/** The entries of one kind, with their names. */
export function entriesOf<Kind extends keyof Kinds>(kind: Kind): [string, Kinds[Kind]][] {
  return Object.entries(CATALOGUE).filter((entry): entry is [string, Kinds[Kind]] => entry[1].kind === kind);
}

/** The export of an entry's name. */
export function exportOf(name: string): string {
  return name.split(" ")[0]!;
}
