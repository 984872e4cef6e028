import type { Column, Dataset } from "@dark-knowledge/datasets";

/** A position of an example as a recurrent net sees it: one of some tokens, or some numbers. */
export type SequencePosition =
  | { readonly kind: "token"; readonly count: number }
  | { readonly kind: "numbers"; readonly count: number };

/** Describes the positions of the sequences of a dataset; undefined where examples have one shape. */
export function sequenceOf({ columns }: Dataset): SequencePosition | undefined {
  const { shape, offsets, transforms } = Object.values(columns)[0] as Column;
  if (offsets === undefined || transforms.some(({ kind }) => kind === "counts")) return undefined;
  const vocabulary = transforms.find((transform) => transform.kind === "vocabulary");
  // Besides the words that are known, padding and all other words have a number.
  if (vocabulary !== undefined) return { kind: "token", count: vocabulary.values.length + 2 };
  return { kind: "numbers", count: shape.reduce((product, size) => product * size, 1) };
}
