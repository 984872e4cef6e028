import {
  createMlp,
  distill,
  fidelity,
  generatedDigits,
  predictLogits,
  selectBackend,
  trainClassifier,
} from "dark-knowledge";

/** Trains a teacher, distils it and predicts: the whole way, on a few generated digits. */
export async function train(options) {
  const { name } = await selectBackend(options);
  const { train, test } = generatedDigits({ trainSize: 200, testSize: 100, seed: 1 });
  const shape = { exampleShape: [28, 28, 1], classCount: 10, seed: 1 };
  const teacher = createMlp({ ...shape, hiddenUnits: [64] });
  await trainClassifier(teacher, train, { epochs: 5, seed: 1, batchSize: 50 });
  const student = createMlp({ ...shape, hiddenUnits: [24] });
  await distill(student, teacher, train, { temperature: 4, epochs: 10, seed: 1, batchSize: 50 });
  const { agreement } = await fidelity(student, teacher, test);
  const { data } = await predictLogits(student, test);
  return { name, agreement, logits: Array.from(data).slice(0, 50) };
}
