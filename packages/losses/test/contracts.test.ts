// What is the same for every function of the catalogue: batches, memory, errors, NaN, shifts, second derivatives.
import * as tf from "@tensorflow/tfjs-core";
import { describe } from "vitest";
import { entriesOf, exportOf } from "./catalogue/index.ts";
import { itKeepsTheElementContract } from "./support/element-contract.ts";
import { itKeepsTheFeatureContract } from "./support/feature-contract.ts";
import { itChecksItsWeight, itKeepsTheLabelledContract } from "./support/labelled-contract.ts";
import { itKeepsTheLogitsContract } from "./support/logits-contract.ts";
import { optionsAt, teacherOf } from "./support/loss-arguments.ts";
import { itChecksItsTemperature, itIgnoresShifts, itKeepsThePairContract } from "./support/pair-contract.ts";

const NO_LABELS = undefined as never;

describe.each(entriesOf("logits"))("%s", (entry, loss) => {
  const { contract, options, optionsByRow, takesTemperature } = loss;
  const name = loss.throwsAs ?? exportOf(entry);
  if (contract === "teacherLogits" || contract === "teacherProbs") {
    const byRow = optionsAt(loss, 2, optionsByRow);
    itKeepsThePairContract(name, contract, (z, teacher) => loss.call(z, teacher as never, NO_LABELS, byRow));
    const all = optionsAt(loss, 2);
    if (!loss.countsShifts) itIgnoresShifts((z, teacher) => loss.call(z, teacher as never, NO_LABELS, all));
  } else if (contract !== undefined) {
    const call = (z: tf.Tensor2D, v: tf.Tensor2D, labels: tf.Tensor1D) =>
      loss.call(z, v as never, labels, optionsAt(loss, 2));
    itKeepsTheLabelledContract(name, call, contract === "teacher and labels");
  }
  // With options that may be wrong or missing.
  const callWith = (given: object | undefined) =>
    tf.tidy(() => {
      const ones = tf.ones([2, 3]) as tf.Tensor2D;
      return loss.call(ones, teacherOf(loss, ones, [0, 0]), tf.tensor1d([0, 0], "int32"), given as never);
    });
  if (takesTemperature) itChecksItsTemperature(name, (given) => callWith(given && { ...options, ...given }));
  for (const weight of Object.keys(options).filter((option) => option.endsWith("Weight"))) {
    itChecksItsWeight(name, weight, (value) => callWith({ temperature: 1, ...options, [weight]: value }));
  }
});

describe.each(entriesOf("elements"))("%s", (entry, loss) => {
  const name = exportOf(entry);
  itKeepsTheElementContract(name, loss);
  const callWith = (given: object | undefined) =>
    tf.tidy(() => {
      const inputs = loss.inputs.map(() => tf.ones([2, 3]) as tf.Tensor2D);
      return loss.call(inputs, tf.ones([2, 3], "int32"), given as never);
    });
  if (loss.takesTemperature) itChecksItsTemperature(name, (given) => callWith(given && { ...loss.options, ...given }));
  for (const weight of Object.keys(loss.options).filter((option) => option.endsWith("Weight"))) {
    itChecksItsWeight(name, weight, (value) => callWith({ temperature: 1, ...loss.options, [weight]: value }));
  }
});

describe.each(entriesOf("features"))("%s", (_, { call, fromRows = (rows) => rows, ...rest }) => {
  itKeepsTheFeatureContract({ ...rest, loss: (s, t) => call(fromRows(s) as never, fromRows(t) as never) });
});

describe.each(entriesOf("function"))("%s", (name, { call, shapeOf, takesTemperature }) => {
  itKeepsTheLogitsContract(name, (logits) => call(logits, { temperature: 2 } as never), shapeOf);
  if (takesTemperature) {
    itChecksItsTemperature(name, (options) => tf.tidy(() => call(tf.ones([2, 3]), options as never)));
  }
});
