import { type Dataset, datasetSize, inputShape } from "@dark-knowledge/datasets";
import { answerCount } from "../data/answer-count.ts";
import { assertNetSpec } from "./internal/assert-net-spec.ts";
import { sequenceOf } from "./internal/sequence-of.ts";
import { isRecurrent } from "./net-spec.ts";
import type { TeacherSpec } from "./teacher-spec.ts";

/**
 * Describes a net in a few words: `784-800-800-10`, `28×28×1, conv 16-32, dense 64-10`,
 * `embedding 8192-32, dense 10`, `embedding 2500-32, gru 32, dense 10`, a file's path, or the name of a teacher from elsewhere.
 *
 * @param dataset the dataset whose examples and classes are the ends of the net
 * @throws ArgumentError when an argument has the wrong type
 *
 * @example
 * ```ts
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { describeNet, distill } from "@dark-knowledge/paper";
 *
 * const { teacher } = distill.resolve({ teacher: { kind: "cnn", filters: [8, 16], hidden: [32] } });
 * describeNet(teacher, generatedDigits({ trainSize: 20, testSize: 10, seed: 1 }).train); // => "28×28×1, conv 8-16, dense 32-10"
 * ```
 */
export function describeNet(spec: TeacherSpec, dataset: Dataset): string {
  assertNetSpec("describeNet", spec);
  datasetSize(dataset);
  const answers = answerCount(dataset);
  if (spec.kind === "file") return spec.path;
  if (spec.kind === "external") return spec.from;
  if (isRecurrent(spec)) {
    const { kind, count } = sequenceOf(dataset) ?? { kind: "numbers", count: 1 };
    const position = kind === "token" ? `embedding ${count}-${spec.embedding}` : `${count} at each step`;
    return `${position}, ${spec.kind} ${spec.recurrent.join("-")}, dense ${[...spec.hidden, answers].join("-")}`;
  }
  const exampleShape = inputShape(dataset);
  if (spec.kind === "cnn") {
    return `${exampleShape.join("×")}, conv ${spec.filters.join("-")}, dense ${[...spec.hidden, answers].join("-")}`;
  }
  const inputs = exampleShape.reduce((product, size) => product * size, 1);
  if (spec.kind === "embedding") {
    return `embedding ${inputs}-${spec.units}, dense ${[...spec.hidden, answers].join("-")}`;
  }
  return [inputs, ...spec.hidden, answers].join("-");
}
