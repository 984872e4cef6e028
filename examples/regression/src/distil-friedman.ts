import {
  datasetFromTable,
  encodeTable,
  inferLayout,
  inputShape,
  standardiseTargets,
  stratifiedSplit,
  stratifiedSubset,
  withTargetScale,
  withTransform,
} from "@dark-knowledge/datasets";
import { loadTable } from "@dark-knowledge/datasets/node";
import {
  cosineDecay,
  createMlp,
  distillRegressor,
  evaluateRegressor,
  type NumbersPrediction,
  sgd,
  trainRegressor,
} from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";

/** Root mean squared errors on 1,000 test rows, and what the saved student says of a raw row. */
export interface FriedmanResult {
  readonly teacher: number;
  readonly hard: number;
  readonly distilled: number;
  readonly answer: NumbersPrediction;
}

/** Distils a table whose target is a number: reads it, splits it, fits inputs and target on the training part, trains, saves. */
export async function distilFriedman(path: string, directory: string, epochs: number): Promise<FriedmanResult> {
  const table = await loadTable(path);
  const layout = inferLayout(table, { label: "y" });
  const { selected, rest } = stratifiedSplit(datasetFromTable(table, layout), { size: 1000, seed: 1 });
  const [encoding, scale] = [encodeTable(rest), standardiseTargets(rest)];
  const [train, test] = [rest, selected].map((part) => withTargetScale(withTransform(part, encoding), scale));

  const net = (hiddenUnits: number[], seed: number) =>
    createMlp({ exampleShape: inputShape(train!), hiddenUnits, classCount: 1, seed });
  const options = () => ({
    ...{ epochs, seed: 1, batchSize: 32 },
    optimizer: sgd({ learningRate: cosineDecay(0.02), momentum: 0.9, weightDecay: 1e-2 }),
  });
  const teacher = net([128, 128], 1);
  await trainRegressor(teacher, train!, options());

  // The student has the numbers of a tenth of the rows; the teacher's answers to all of them.
  const [hard, distilled] = [net([16], 2), net([16], 2)];
  await trainRegressor(hard, stratifiedSubset(train!, { size: 200, seed: 1 }), options());
  await distillRegressor(distilled, teacher, train!, { ...options(), hardWeight: 0, softWeight: 1 });

  const errors = [];
  for (const model of [teacher, hard, distilled]) errors.push((await evaluateRegressor(model, test!)).rmse);
  await saveStudent(distilled, directory, { dataset: train!, layout, overwrite: true });
  for (const model of [teacher, hard, distilled]) model.dispose();

  const student = await loadStudent(directory);
  const row = Object.fromEntries([..."abcdefghij"].map((name) => [name, 0.5]));
  const [answer] = await student.predictNumbers([row]);
  student.dispose();
  const [ofTeacher, ofHard, ofDistilled] = errors as [number, number, number];
  return { teacher: ofTeacher, hard: ofHard, distilled: ofDistilled, answer: answer! };
}
