/** The form in which answers came: of probabilities the logarithm was taken, times their temperature. */
export interface GivenAs {
  readonly kind: AnswerKind;
  /** Of the softmax that made probabilities; 1 for logits. */
  readonly temperature: number;
  /** Where only the likeliest classes of each example were given. */
  readonly topK?: true | undefined;
}

/** The meaning of the numbers of an answer. `"numbers"` are those of a regression, in the unit of the data. */
export type AnswerKind = "logits" | "probs" | "logProbs" | "numbers";
