import { keepShared, keepZeros, packModel, pruneWeights, shareWeights } from "@dark-knowledge/compression";
import { generatedDigits } from "@dark-knowledge/datasets";
import {
  cosineDecay,
  createMlp,
  distill,
  evaluate,
  sgd,
  trainClassifier,
  type WeightPlan,
} from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A step on the way to a small net. */
export interface Step {
  readonly name: string;
  /** Of as many test digits as there are for training. */
  readonly errors: number;
  /** As a packed file. */
  readonly bytes: number;
}

/** Trains a net, and makes it smaller in two steps. After each, the net as it was is the teacher that repairs the damage. */
export async function compressStudent(digits: number, epochs: number): Promise<Step[]> {
  const { train, test } = generatedDigits({ trainSize: digits, testSize: digits, seed: 1 });
  const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [100], classCount: 10, seed: 1 });
  await trainClassifier(net, train, { epochs, seed: 1 });

  const steps: Step[] = [];
  const measure = async (name: string, model: LayersModel) => {
    const { errors } = await evaluate(model, test);
    steps.push({ name, errors, bytes: (await packModel(model)).length });
  };
  const repair = async (model: LayersModel, plan: WeightPlan) => {
    const optimizer = sgd({ learningRate: cosineDecay(0.05), momentum: 0.9 });
    await distill(model, net, train, {
      temperature: 4,
      hardWeight: 0,
      softWeight: 1,
      epochs,
      seed: 2,
      optimizer,
      plan,
    });
    optimizer.dispose();
  };
  await measure("as trained", net);

  const pruned = await pruneWeights(net, { sparsity: 0.9 });
  await measure("without nine of ten weights", pruned);
  await repair(pruned, keepZeros(pruned));
  await measure("distilled, zeros kept", pruned);

  const shared = await shareWeights(pruned, { bits: 3 });
  await measure("with eight values a layer", shared);
  await repair(shared, await keepShared(shared));
  await measure("distilled, values shared", shared);

  for (const model of [net, pruned, shared]) model.dispose();
  return steps;
}
