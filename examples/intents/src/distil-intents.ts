import { classNamesOf, type Dataset, inputShape, selectRows, stratifiedSubset } from "@dark-knowledge/datasets";
import type { Prediction } from "@dark-knowledge/training";
import { adam, createMlp, distill, evaluate, predictLogits, trainClassifier } from "@dark-knowledge/training";
import { loadStudent, saveStudent } from "@dark-knowledge/training/node";
import type { Requests } from "./read-requests.ts";
import { seeRequests } from "./see-requests.ts";

/** Errors on the test requests, and what the saved student says of raw ones. */
export interface IntentsResult {
  readonly size: number;
  readonly teacher: number;
  readonly hard: number;
  readonly distilled: number;
  readonly answers: readonly Prediction[];
}

/** Teaches a net on hashed words what a sentence encoder makes of requests, of which few have labels; saves it, and asks it. */
export async function distilIntents(
  requests: Requests,
  directory: string,
  raws: readonly string[],
): Promise<IntentsResult> {
  const { vectors, words } = await seeRequests(requests);
  const [transferSet, test] = [selectRows(words, requests.train), selectRows(words, requests.test)];
  const classCount = classNamesOf(words).length;
  const net = (dataset: Dataset, hiddenUnits: number[]) =>
    createMlp({ exampleShape: inputShape(dataset), hiddenUnits, classCount, dropout: 0.3, seed: 1 });
  const options = (epochs: number, learningRate: number) => {
    return { epochs, seed: 1, batchSize: 30, optimizer: adam({ learningRate }) };
  };

  // Three labels for each intent: the head of the teacher, and the student that has nothing else.
  const few = stratifiedSubset(transferSet, { size: 3 * classCount, seed: 1 });
  const head = net(vectors, []);
  await trainClassifier(head, { ...vectors, rows: few.rows }, options(100, 0.05));
  const [hard, distilled] = [net(words, [32]), net(words, [32])];
  await trainClassifier(hard, few, options(60, 0.01));

  const { data: logits } = await predictLogits(head, selectRows(vectors, requests.train));
  await distill(distilled, { logits }, transferSet, { ...options(30, 0.01), temperature: 1, hardWeight: 0 });
  await saveStudent(distilled, directory, { dataset: words, weights: "uint8", overwrite: true });

  const saved = await loadStudent(directory);
  const errors = async (model: typeof head, dataset: Dataset) => (await evaluate(model, dataset)).errors;
  const result = {
    size: requests.test.length,
    teacher: await errors(head, selectRows(vectors, requests.test)),
    hard: await errors(hard, test),
    distilled: await errors(saved.model, test),
    answers: await saved.predict(raws),
  };
  for (const one of [head, hard, distilled, saved]) one.dispose();
  return result;
}
