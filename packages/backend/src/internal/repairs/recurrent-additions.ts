import type * as tf from "@tensorflow/tfjs-core";
import { StepLayer } from "../recurrent/step-layer.ts";
import type { KernelArguments, WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * All steps of a recurrent layer and their gradient: in each step one product (a GRU: two) and one pass over the units.
 *
 * Stacks are `[steps, batch, width]`, so that what belongs to a step lies together.
 */
export const recurrentAdditions: readonly WasmRepair[] = [
  { kernelName: "SimpleSteps", create: () => simpleSteps },
  { kernelName: "SimpleStepsGrad", create: () => simpleStepsGradient },
  { kernelName: "LstmSteps", create: () => lstmSteps },
  { kernelName: "LstmStepsGrad", create: () => lstmStepsGradient },
  { kernelName: "GruSteps", create: () => gruSteps },
  { kernelName: "GruStepsGrad", create: () => gruStepsGradient },
];

function simpleSteps(args: KernelArguments): tf.TensorInfo[] {
  const layer = new StepLayer(args);
  const h = layer.output(layer.units, layer.input("z"));
  for (let step = 0; step < layer.steps; step++) {
    if (step > 0) layer.addProduct(h.at(step - 1), "weights", h.at(step));
    layer.kernels.activateAll(h.at(step), layer.batch * layer.units, layer.activations[0]);
  }
  return [h.info];
}

function simpleStepsGradient(args: KernelArguments): tf.TensorInfo[] {
  const layer = new StepLayer(args);
  const [h, dz] = [layer.input("h"), layer.output(layer.units)];
  layer.backward((step, dh) => {
    const count = layer.batch * layer.units;
    layer.kernels.activationGradient(dh, h.at(step), dz.at(step), count, layer.activations[0]);
    if (step > 0) layer.multiplyBack(dz.at(step), "weights", dh, 0);
  });
  return [dz.info, layer.weightGradient(h, 0, dz)];
}

function lstmSteps(args: KernelArguments): tf.TensorInfo[] {
  const layer = new StepLayer(args);
  const { kernels, batch, units, activations } = layer;
  const gates = layer.output(4 * units, layer.input("z"));
  const [h, cells] = [layer.output(units), layer.output(units)];
  layer.withZeros(1, (zeros = 0) => {
    for (let step = 0; step < layer.steps; step++) {
      if (step > 0) layer.addProduct(h.at(step - 1), "weights", gates.at(step));
      const before = step > 0 ? cells.at(step - 1) : zeros;
      kernels.lstmStep(gates.at(step), before, cells.at(step), h.at(step), batch, units, ...activations);
    }
  });
  return [h.info, gates.info, cells.info];
}

function lstmStepsGradient(args: KernelArguments): tf.TensorInfo[] {
  const layer = new StepLayer(args);
  const { kernels, batch, units, activations } = layer;
  const [gates, cells] = [layer.input("gates"), layer.input("cells")];
  const dz = layer.output(4 * units);
  layer.withZeros(2, (zeros = 0, dCells = 0) => {
    layer.backward((step, dh) => {
      const before = step > 0 ? cells.at(step - 1) : zeros;
      const [own, dOwn] = [gates.at(step), dz.at(step)];
      kernels.lstmStepGradient(own, before, cells.at(step), dh, dCells, dOwn, batch, units, ...activations);
      if (step > 0) layer.multiplyBack(dOwn, "weights", dh, 0);
    });
  });
  return [dz.info, layer.weightGradient(layer.input("h"), 0, dz)];
}

function gruSteps(args: KernelArguments): tf.TensorInfo[] {
  const layer = new StepLayer(args);
  const { kernels, batch, units } = layer;
  const [activation, gateActivation] = layer.activations;
  const gates = layer.output(2 * units, layer.input("z"));
  const candidates = layer.output(units, layer.input("z2"));
  const [h, reset] = [layer.output(units), layer.output(units)];
  layer.withZeros(1, (zeros = 0) => {
    for (let step = 0; step < layer.steps; step++) {
      const before = step > 0 ? h.at(step - 1) : zeros;
      if (step > 0) layer.addProduct(before, "weights", gates.at(step));
      kernels.gruGates(gates.at(step), before, reset.at(step), batch, units, gateActivation);
      if (step > 0) layer.addProduct(reset.at(step), "weights2", candidates.at(step));
      kernels.gruStep(gates.at(step), before, candidates.at(step), h.at(step), batch, units, activation);
    }
  });
  return [h.info, gates.info, candidates.info, reset.info];
}

function gruStepsGradient(args: KernelArguments): tf.TensorInfo[] {
  const layer = new StepLayer(args);
  const { kernels, batch, units } = layer;
  const [activation, gateActivation] = layer.activations;
  const [h, gates, candidates] = [layer.input("h"), layer.input("gates"), layer.input("candidates")];
  const [dGates, dCandidates] = [layer.output(2 * units), layer.output(units)];
  layer.withZeros(2, (zeros = 0, dReset = 0) => {
    layer.backward((step, dh) => {
      const before = step > 0 ? h.at(step - 1) : zeros;
      const [own, fresh, dOwn, dFresh] = [gates.at(step), candidates.at(step), dGates.at(step), dCandidates.at(step)];
      kernels.gruStepGradient(own, before, fresh, dh, dOwn, dFresh, batch, units, activation, gateActivation);
      layer.multiplyBack(dFresh, "weights2", dReset, 0);
      kernels.gruGatesGradient(own, before, dReset, dh, dOwn, batch, units, gateActivation);
      if (step > 0) layer.multiplyBack(dOwn, "weights", dh, 1);
    });
  });
  const dWeights = layer.weightGradient(h, 0, dGates);
  return [dGates.info, dWeights, dCandidates.info, layer.weightGradient(layer.input("reset"), 1, dCandidates)];
}
