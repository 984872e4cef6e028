import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, inputShape } from "@dark-knowledge/datasets";
import { trainClassifier } from "@dark-knowledge/training";
import { createMixtureOfExperts } from "../mixture-of-experts.ts";
import { type Cost, sumOf, type TrainingBench } from "./training-bench.ts";

/** A baseline's answers to the test set, and its cost. */
export interface Baseline {
  readonly probs: Matrix<Float32Array>;
  readonly cost: Cost;
}

const LONGER_STREAM = 2;
const MIXTURE_STREAM = 4;
const FIRST_MEMBER_STREAM = 10;

/** One net of the generalist's size, trained for as many passes as everything together. */
export async function trainLonger(bench: TrainingBench, passes: number): Promise<Baseline> {
  const net = bench.createNet(LONGER_STREAM);
  const { learningRate } = bench.spec.generalist;
  const epochs = Math.max(1, Math.round(passes));
  const cost = await bench.train({ label: "trained longer", stream: LONGER_STREAM, epochs, learningRate }, (options) =>
    trainClassifier(net, bench.data.training, options),
  );
  return { probs: await bench.answer(net, bench.data.test), cost };
}

/** As many nets as cost what everything does together, and the arithmetic mean of their answers. The generalist is the first. */
export async function trainEnsemble(bench: TrainingBench, passes: number, generalist: Baseline): Promise<Baseline> {
  const { epochs, learningRate } = bench.spec.generalist;
  const members = Math.max(2, Math.round(passes / epochs));
  const sum = Float64Array.from(generalist.probs.data);
  const costs = [generalist.cost];
  for (let member = 1; member < members; member++) {
    const stream = FIRST_MEMBER_STREAM + member;
    const net = bench.createNet(stream);
    const label = `member ${member + 1} of ${members}`;
    costs.push(
      await bench.train({ label, stream, epochs, learningRate }, (options) =>
        trainClassifier(net, bench.data.training, options),
      ),
    );
    const { data } = await bench.answer(net, bench.data.test);
    for (let at = 0; at < sum.length; at++) sum[at]! += data[at]!;
  }
  const { rows, columns } = generalist.probs;
  const mean = Float32Array.from(sum, (value) => value / members);
  return { probs: createMatrix(rows, columns, mean), cost: sumOf(costs) };
}

/** Experts of the generalist's size with a learned gate. A pass of all of them costs as much as a pass of as many nets. */
export async function trainMixture(bench: TrainingBench, passes: number): Promise<Baseline> {
  const { experts, generalist } = bench.spec;
  const { training, test } = bench.data;
  const inputs = inputShape(training).reduce((product, length) => product * length, 1);
  const mixture = createMixtureOfExperts({
    inputs,
    hidden: generalist.hidden[0]!,
    classCount: classNamesOf(training).length,
    experts,
    seed: bench.seedOf(MIXTURE_STREAM),
  });
  try {
    const { variables, logits } = mixture;
    const epochs = Math.max(1, Math.round(passes / experts));
    const { learningRate } = generalist;
    const label = `mixture of ${experts} experts`;
    const cost = await bench.train({ label, stream: MIXTURE_STREAM, epochs, learningRate }, (options) =>
      trainClassifier(logits, training, { ...options, variables }),
    );
    return { probs: await bench.answer(logits, test), cost: { ...cost, passes: cost.passes * experts } };
  } finally {
    mixture.dispose();
  }
}
