import {
  datasetFromTable,
  encodeTable,
  inferLayout,
  stratifiedSplit,
  stratifiedSubset,
  withTransform,
} from "@dark-knowledge/datasets";
import { loadTable } from "@dark-knowledge/datasets/node";
import {
  cosineDecay,
  createMlp,
  distill,
  evaluate,
  type Prediction,
  sgd,
  trainClassifier,
} from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";

/** Errors on 1,000 test rows, and what the saved student says of the first row of the file. */
export interface LettersResult {
  readonly teacher: number;
  readonly hard: number;
  readonly distilled: number;
  readonly first: unknown;
  readonly answer: Prediction;
}

/** Distils a table: reads it, splits it, fits the transforms on the training part, trains, saves, and answers a raw row. */
export async function distilLetters(path: string, directory: string, epochs: number): Promise<LettersResult> {
  const table = await loadTable(path);
  const layout = inferLayout(table, { label: "letter" });
  const { selected, rest } = stratifiedSplit(datasetFromTable(table, layout), { size: 1000, seed: 1 });
  const encoding = encodeTable(rest);
  const [train, test] = [withTransform(rest, encoding), withTransform(selected, encoding)];

  const net = (hiddenUnits: number[], dropout: number, seed: number) =>
    createMlp({ exampleShape: [16], hiddenUnits, classCount: 26, dropout, seed });
  const options = () => ({
    ...{ epochs, seed: 1, batchSize: 32 },
    optimizer: sgd({ learningRate: cosineDecay(0.05), momentum: 0.9 }),
  });

  const teacher = net([256, 256], 0.2, 1);
  await trainClassifier(teacher, train, options());

  // The student has labels for a quarter of the rows; the teacher's answers to all of them.
  const labelled = stratifiedSubset(train, { size: 500, seed: 1 });
  const [hard, distilled] = [net([32], 0, 2), net([32], 0, 2)];
  await trainClassifier(hard, labelled, options());
  await distill(distilled, teacher, train, { ...options(), temperature: 4, hardWeight: 0, softWeight: 1 });

  const errors = [];
  for (const model of [teacher, hard, distilled]) errors.push((await evaluate(model, test)).errors);
  await saveStudent(distilled, directory, { dataset: train, layout, temperature: 4, overwrite: true });
  for (const model of [teacher, hard, distilled]) model.dispose();

  const student = await loadStudent(directory);
  const row = Object.fromEntries(table.names.map((name, index) => [name, table.columns[index]![0]]));
  const [answer] = await student.predict([row]);
  student.dispose();
  const [ofTeacher, ofHard, ofDistilled] = errors as [number, number, number];
  return { teacher: ofTeacher, hard: ofHard, distilled: ofDistilled, first: row.letter, answer: answer! };
}
