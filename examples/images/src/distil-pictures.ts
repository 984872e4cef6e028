import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { classNamesOf, inputShape, stratifiedSplit, stratifiedSubset } from "@dark-knowledge/datasets";
import { decodeImage } from "@dark-knowledge/datasets/images";
import { loadImages } from "@dark-knowledge/datasets/node";
import {
  cosineDecay,
  createCnn,
  distill,
  evaluate,
  type Prediction,
  sgd,
  trainClassifier,
} from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";

/** Errors on 200 test pictures, and what the saved student says of the first file. */
export interface PicturesResult {
  readonly teacher: number;
  readonly hard: number;
  readonly distilled: number;
  readonly file: string;
  readonly answer: Prediction;
}

/** Distils pictures in class-named folders: reads and resizes them, splits, trains, saves, and answers a raw picture. */
export async function distilPictures(pictures: string, directory: string, epochs: number): Promise<PicturesResult> {
  const { dataset, files } = await loadImages(pictures, { height: 16, width: 16, channels: 1 });
  const { selected: test, rest: train } = stratifiedSplit(dataset, { size: 200, seed: 1 });
  const shape = { exampleShape: inputShape(train), classCount: classNamesOf(train).length };
  const options = () => ({
    ...{ epochs, seed: 1, batchSize: 16, jitter: 1 },
    optimizer: sgd({ learningRate: cosineDecay(0.05), momentum: 0.9 }),
  });

  const teacher = createCnn({ ...shape, filters: [16, 32], hiddenUnits: [64], seed: 1 });
  await trainClassifier(teacher, train, options());

  // The student has labels for a tenth of the pictures; the teacher's answers to all of them.
  const labelled = stratifiedSubset(train, { size: 60, seed: 1 });
  const small = () => createCnn({ ...shape, filters: [4, 8], seed: 2 });
  const [hard, distilled] = [small(), small()];
  await trainClassifier(hard, labelled, options());
  await distill(distilled, teacher, train, { ...options(), temperature: 4, hardWeight: 0, softWeight: 1 });

  const errors = [];
  for (const model of [teacher, hard, distilled]) errors.push((await evaluate(model, test)).errors);
  await saveStudent(distilled, directory, { dataset: train, temperature: 4, overwrite: true });
  for (const model of [teacher, hard, distilled]) model.dispose();

  const student = await loadStudent(directory);
  const [answer] = await student.predict([await decodeImage(await readFile(join(pictures, files[0]!)))]);
  student.dispose();
  const [ofTeacher, ofHard, ofDistilled] = errors as [number, number, number];
  return { teacher: ofTeacher, hard: ofHard, distilled: ofDistilled, file: files[0]!, answer: answer! };
}
