import type { DatasetRecord, ReferenceRecord } from "@dark-knowledge/report";

const SOURCE = "paper";

/** The paper's numbers on MNIST by the names of our nets; all are of single nets on the 10,000 test examples. */
const REFERENCES: readonly ReferenceRecord[] = [
  { source: SOURCE, net: "teacher", metric: "errors", value: 67 },
  { source: SOURCE, net: "hard", metric: "errors", value: 146 },
  { source: SOURCE, net: "distilled", metric: "errors", value: 74 },
  { source: SOURCE, net: "without-3s", metric: "errors", value: 206 },
  { source: SOURCE, net: "without-3s", metric: "concernedErrors", value: 133 },
  { source: SOURCE, net: "without-3s", corrected: "byTestErrors", metric: "errors", value: 109 },
  { source: SOURCE, net: "without-3s", corrected: "byTestErrors", metric: "concernedErrors", value: 14 },
  { source: SOURCE, net: "without-3s", corrected: "byTestErrors", metric: "biases", value: 3.5 },
  { source: SOURCE, net: "only-7s-and-8s", metric: "errorRate", value: 0.473 },
  { source: SOURCE, net: "only-7s-and-8s", corrected: "byTestErrors", metric: "errorRate", value: 0.132 },
  { source: SOURCE, net: "only-7s-and-8s", corrected: "byTestErrors", metric: "biases", value: -7.6 },
];

/** Returns the paper's numbers if the data and the test set are the paper's, else none. */
export function mnistReferences({ name, sizes, isHeldOut = false }: DatasetRecord): readonly ReferenceRecord[] {
  return name === "mnist" && sizes.test === 10_000 && !isHeldOut ? REFERENCES : [];
}
