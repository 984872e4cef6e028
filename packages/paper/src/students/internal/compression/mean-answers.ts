import { type AbortSignalLike, matrixRow } from "@dark-knowledge/core";
import { type Dataset, datasetSize, type ScaleTransform } from "@dark-knowledge/datasets";
import type { Student, StudentDescription, TeacherFunction } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";

/** A net that teaches, with the examples as it takes them. */
export interface AnsweringNet {
  readonly net: Student;
  readonly dataset: Dataset;
}

/**
 * Asks some nets about the same examples once, and makes a teacher that says the mean of their logits, or of their numbers on the student's scale. Where the student gives variances, it also says
 * the variance of the mixture of their Gaussians, `mean (σ² + μ²) − (mean μ)²`, as a logarithm.
 *
 * @param student the description of the net that learns; its names say which column is which
 */
export async function meanAnswers(
  student: StudentDescription,
  nets: readonly AnsweringNet[],
  signal: AbortSignalLike,
): Promise<TeacherFunction> {
  const names = namesOf(student);
  const hasVariances = student.outputs?.variances === true;
  const { rows } = nets[0]!.dataset;
  const [mean, squares] = [new Float64Array(rows.length * names.length), new Float64Array(rows.length * names.length)];
  for (const { net, dataset } of nets) {
    const columns = names.map((name) => namesOf(net.description).indexOf(name));
    const logits = await net.predictLogits(dataset, { signal });
    const convert = rescale(net.description.outputs?.scale, student.outputs?.scale);
    for (let position = 0; position < datasetSize(dataset); position++) {
      const answer = matrixRow(logits, position);
      for (const [place, column] of columns.entries()) {
        const at = position * names.length + place;
        const number = convert(answer[column]!, column, place);
        mean[at]! += number / nets.length;
        if (!hasVariances) continue;
        const deviation = deviationOf(answer[names.length + column]!);
        const slope = convert(deviation, column, place) - convert(0, column, place);
        squares[at]! += (slope ** 2 + number ** 2) / nets.length;
      }
    }
  }
  const answers = Float32Array.from(mean);
  const logVariances = Float32Array.from(squares, (square, at) => Math.log(Math.max(1e-30, square - mean[at]! ** 2)));
  const parts = hasVariances ? [answers, logVariances] : [answers];
  const positions = new Map(Array.from(rows, (id, position) => [id, position]));
  return (_, { ids }) => {
    const width = names.length;
    const given = new Float32Array(ids.length * width * parts.length);
    for (const [row, id] of ids.entries()) {
      const position = positions.get(id)!;
      for (const [which, part] of parts.entries()) {
        given.set(part.subarray(position * width, (position + 1) * width), (row * parts.length + which) * width);
      }
    }
    return tf.tensor2d(given, [ids.length, width * parts.length]);
  };
}

/** The deviation that a log variance stands for, within the bounds of the loss. */
function deviationOf(logVariance: number): number {
  return Math.exp(Math.min(40, Math.max(-40, logVariance)) / 2);
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
