import { classNamesOf, groupSplit, inputShape, stratifiedSubset } from "@dark-knowledge/datasets";
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
import { cutSentences } from "./cut-sentences.ts";

/** Test texts, errors on them, and what the saved student says of a raw text. */
export interface LanguagesResult {
  readonly size: number;
  readonly teacher: number;
  readonly hard: number;
  readonly distilled: number;
  readonly answer: Prediction;
}

/** Distils languages: splits pieces of sentences, trains, saves, and answers a raw text. */
export async function distilLanguages(path: string, directory: string, epochs: number): Promise<LanguagesResult> {
  const { dataset, groups } = await cutSentences(path);
  // A sentence and its translations have one number, and are all in one part.
  const { selected: test, rest: train } = groupSplit(dataset, { groups, size: 400, seed: 1 });

  const shape = { exampleShape: inputShape(train), classCount: classNamesOf(train).length };
  const options = () => ({
    ...{ epochs, seed: 1, batchSize: 16 },
    optimizer: sgd({ learningRate: cosineDecay(0.1), momentum: 0.9 }),
  });
  const teacher = createMlp({ ...shape, embeddingUnits: 64, hiddenUnits: [64], dropout: 0.3, seed: 1 });
  await trainClassifier(teacher, train, options());

  // The student has labels for 100 texts; the teacher's answers to all of them.
  const small = () => createMlp({ ...shape, embeddingUnits: 6, hiddenUnits: [], seed: 2 });
  const [hard, distilled] = [small(), small()];
  await trainClassifier(hard, stratifiedSubset(train, { size: 100, seed: 1 }), options());
  await distill(distilled, teacher, train, { ...options(), temperature: 2, hardWeight: 0, softWeight: 1 });

  const errors = [];
  for (const model of [teacher, hard, distilled]) errors.push((await evaluate(model, test)).errors);
  await saveStudent(distilled, directory, { dataset: train, temperature: 2, overwrite: true });
  for (const model of [teacher, hard, distilled]) model.dispose();

  const student = await loadStudent(directory);
  const [answer] = await student.predict(["Hvor er nøglerne?"]);
  student.dispose();
  const [ofTeacher, ofHard, ofDistilled] = errors as [number, number, number];
  return { size: test.rows.length, teacher: ofTeacher, hard: ofHard, distilled: ofDistilled, answer: answer! };
}
