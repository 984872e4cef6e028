import type { PartialMnistStudentSpec } from "../mnist-student-spec.ts";

/** The targets of a student, and its rate as a multiple of a net's. */
export interface Lesson extends Omit<PartialMnistStudentSpec, "table" | "learningRate"> {
  readonly rate: number;
}

/**
 * How each loss learns best, and how students without a teacher do: the settings that a search of equal effort on held-out examples of
 * MNIST chose (reports/mnist/choices.md).
 */
export const SEARCHED_LESSONS: readonly Lesson[] = [
  { name: "distillation", loss: "distillation", temperature: 4, rate: 1.5, hardWeight: 0.1 },
  { name: "logit-matching", loss: "logit-matching", rate: 1.5, hardWeight: 0.3 },
  { name: "jensen-shannon", loss: "jensen-shannon", temperature: 4, rate: 1.5, hardWeight: 0 },
  { name: "reverse-kl", loss: "reverse-kl", temperature: 4, rate: 1, hardWeight: 0 },
  { name: "decoupled", loss: "decoupled", temperature: 8, rate: 0.5, hardWeight: 0 },
  { name: "normalised", loss: "normalised", temperature: 8, rate: 2, hardWeight: 0.1 },
  { name: "correlation", loss: "correlation", temperature: 20, rate: 0.25, hardWeight: 0 },
  { name: "standardised", loss: "standardised", temperature: 1, rate: 2, hardWeight: 0.3 },
  { name: "label-smoothing", teacher: "labels", smoothing: 0.05, rate: 2 },
  { name: "confidence-penalty", teacher: "labels", entropyWeight: 0.3, rate: 2 },
  { name: "labels-alone", teacher: "labels", rate: 3.75 },
];
