import { matrixRow } from "@dark-knowledge/core";
import { type Dataset, datasetSize, type ScaleTransform } from "@dark-knowledge/datasets";
import type { AbortSignalLike, Student, StudentDescription, TeacherFunction } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";

/** A net that teaches, with the examples as it takes them. */
export interface AnsweringNet {
  readonly net: Student;
  readonly dataset: Dataset;
}

/**
 * Asks some nets about the same examples once, and makes a teacher that says the mean of their logits, or of their numbers on the student's scale.
 *
 * @param student the description of the net that learns; its names say which column is which
 */
export async function meanAnswers(
  student: StudentDescription,
  nets: readonly AnsweringNet[],
  signal: AbortSignalLike,
): Promise<TeacherFunction> {
  const width = namesOf(student).length;
  const { rows } = nets[0]!.dataset;
  const mean = new Float32Array(rows.length * width);
  for (const { net, dataset } of nets) {
    const columns = namesOf(student).map((name) => namesOf(net.description).indexOf(name));
    const logits = await net.predictLogits(dataset, { signal });
    const convert = rescale(net.description.outputs?.scale, student.outputs?.scale);
    for (let position = 0; position < datasetSize(dataset); position++) {
      const answer = matrixRow(logits, position);
      columns.forEach((column, place) => {
        mean[position * width + place]! += convert(answer[column]!, column, place) / nets.length;
      });
    }
  }
  const positions = new Map(Array.from(rows, (id, position) => [id, position]));
  return (_, { ids }) => {
    const answers = new Float32Array(ids.length * width);
    ids.forEach((id, row) => {
      const position = positions.get(id)!;
      answers.set(mean.subarray(position * width, (position + 1) * width), row * width);
    });
    return tf.tensor2d(answers, [ids.length, width]);
  };
}

/** The names of a net's answers: classes, or numbers. */
export function namesOf({ task, classNames, outputs }: StudentDescription): readonly string[] {
  return task === "numbers" ? outputs!.names : classNames;
}

type Convert = (value: number, column: number, place: number) => number;

/** From one net's scale to that of another. */
function rescale(from: ScaleTransform | undefined, to: ScaleTransform | undefined): Convert {
  const at = (numbers: number | readonly number[], column: number) =>
    typeof numbers === "number" ? numbers : numbers[column]!;
  return (value, column, place) => {
    const stored = from === undefined ? value : value * at(from.divide, column) + at(from.subtract, column);
    return to === undefined ? stored : (stored - at(to.subtract, place)) / at(to.divide, place);
  };
}
