/** The tables of the record. Each can be run alone. */
export const MNIST_TABLES = [
  "section-3",
  "temperature",
  "without-3s",
  "only-7s-and-8s",
  "transfer-size",
  "teachers",
  "patient",
  "losses",
  "controls",
] as const;
export type MnistTable = (typeof MNIST_TABLES)[number];
