import { jit, lax, nn, numpy as np, random, tree, valueAndGrad } from "@jax-js/jax";
import type { Numbers } from "./case-data.ts";
import { classesOf, type Layer, SETTINGS, type StepCase } from "./cases.ts";
import type { Program } from "./program.ts";

type Values = np.Array;
/** Every function takes over what it is given, so what is needed again is passed on as `.ref`. */
type Weights = Values[];

/** A training step in one compiled function: the loss, its gradient, and the new weights and velocities. */
export function jaxProgram(one: StepCase, numbers: ReadonlyMap<string, Numbers>, withDropout: boolean): Program {
  const { learningRate, momentum } = SETTINGS;
  const lossAndGradient = valueAndGrad(
    (weights: Weights, features: Values, teacherLogits: Values, oneHot: Values, key: Values) =>
      lossOf(forwardNet(one.layers, features, weights, withDropout ? key : undefined), teacherLogits, oneHot),
  );
  const update = jit(
    (weights: Weights, velocities: Weights, features: Values, teacherLogits: Values, oneHot: Values, key: Values) => {
      const [loss, gradients] = lossAndGradient(tree.ref(weights), features, teacherLogits, oneHot, key);
      const next = velocities.map((velocity, index) => velocity.mul(momentum).add(gradients[index]!));
      const moved = weights.map((weight, index) => weight.sub(next[index]!.ref.mul(learningRate)));
      return [loss, moved, next] as [Values, Weights, Weights];
    },
  );

  const [features, teacherLogits] = [arrayOf(numbers, "features"), arrayOf(numbers, "teacherLogits")];
  const oneHot = nn.oneHot(arrayOf(numbers, "labels"), classesOf(one));
  let weights = weightsOf(numbers);
  let velocities = weights.map(({ shape }) => np.zeros(shape));
  let keys = random.key(1);
  return {
    step: () => {
      const [key, rest] = random.split(keys) as unknown as [Values, Values];
      keys = rest;
      let loss: Values;
      [loss, weights, velocities] = update(weights, velocities, features.ref, teacherLogits.ref, oneHot.ref, key);
      return { data: () => loss.data(), dispose() {} };
    },
  };
}

function lossOf(logits: Values, teacherLogits: Values, oneHot: Values): Values {
  const { temperature, softWeight, hardWeight } = SETTINGS;
  const teacherProbs = nn.softmax(teacherLogits.div(temperature), -1);
  const soft = teacherProbs.mul(nn.logSoftmax(logits.ref.div(temperature), -1)).sum(-1);
  const hard = oneHot.mul(nn.logSoftmax(logits, -1)).sum(-1);
  return soft
    .mul(-softWeight * temperature ** 2)
    .sub(hard.mul(hardWeight))
    .mean();
}

function forwardNet(layers: readonly Layer[], features: Values, weights: Weights, key: Values | undefined): Values {
  const remaining = weights[Symbol.iterator]();
  const next = () => remaining.next().value as Values;
  let x = features;
  for (const layer of layers) {
    if (layer.kind === "dense") {
      const y = np.matmul(x, next()).add(next());
      x = layer.activation === "relu" ? nn.relu(y) : y;
    } else if (layer.kind === "dropout") {
      if (key === undefined) continue;
      const keep = 1 - layer.rate;
      const [own, rest] = random.split(key) as unknown as [Values, Values];
      key = rest;
      x = np.where(random.bernoulli(own, keep, x.shape), x.ref.div(keep), 0);
    } else if (layer.kind === "conv") {
      const [kernel, bias] = [next(), next()];
      x = nn.relu(lax.conv(x, kernel, [1, 1], "SAME").add(bias.reshape([1, -1, 1, 1])));
    } else if (layer.kind === "maxPool") {
      x = lax.reduceWindow(x, (window) => np.max(window), [2, 2], [2, 2]);
    } else {
      // The weights that follow are for the channel last.
      x = np.transpose(x, [0, 2, 3, 1]).reshape([x.shape[0]!, -1]);
    }
  }
  key?.dispose();
  return x;
}

function arrayOf(numbers: ReadonlyMap<string, Numbers>, name: string): Values {
  const { shape, values } = numbers.get(name)!;
  const flat = np.array(values as Float32Array<ArrayBuffer>);
  // Pictures with the channel first, as lax.conv takes them.
  return shape.length === 4 && name === "features"
    ? np.transpose(flat.reshape([...shape]), [0, 3, 1, 2])
    : flat.reshape([...shape]);
}

function weightsOf(numbers: ReadonlyMap<string, Numbers>): Weights {
  return [...numbers.keys()]
    .filter((name) => name.startsWith("weight"))
    .map((name) => {
      const weight = arrayOf(numbers, name);
      return weight.shape.length === 4 ? np.transpose(weight, [3, 2, 0, 1]) : weight;
    });
}
