import { assertOptions, createMatrix, type Matrix, yieldToEventLoop } from "@dark-knowledge/core";
import type { Batch, Dataset, Input, Targets } from "@dark-knowledge/datasets";
import type { CompiledModel } from "@dark-knowledge/runtime";
import type { PredictOptions } from "../predict-options.ts";
import { answerBatches } from "./answer-batches.ts";
import { assertDataset } from "./assert-dataset.ts";
import { assertFits } from "./assert-fits.ts";
import { assertLogitValues } from "./assert-logit-values.ts";
import { assertLogits, logitsOf } from "./assert-logits.ts";
import { PREDICT_OPTIONS } from "./option-names.ts";
import { taskOf } from "./task.ts";
import { valueRows } from "./value-rows.ts";

/** The same as `predictLogits`, of a compiled model. */
export async function compiledLogits(
  net: CompiledModel,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Matrix<Float32Array>> {
  const name = "predictLogits";
  const argument = "classifier";
  assertOptions<PredictOptions>(name, options, PREDICT_OPTIONS);
  assertDataset(name, "dataset", dataset);
  const task = taskOf(name, "dataset", dataset);
  const { inputs, output, masksPadding: hasMask } = net;
  assertFits(name, argument, { inputs, output: output.shape, hasMask }, dataset);
  const rows = dataset.rows.reduce((sum, id) => sum + task.rowsOf(id), 0);
  const collected = new Float32Array(rows * task.width);
  let givesProbs: boolean | undefined;
  const answer = async (batch: Batch) => {
    const values = valueRows(task, net.predict(inputsOf(net, batch), batch.ids.length), batch);
    assertLogitValues(name, argument, values, task, batch.ids);
    givesProbs ??= assertLogits(name, argument, values, task, options.undoSoftmax ?? false);
    return givesProbs ? logitsOf(task, values) : values;
  };
  let done = 0;
  await answerBatches(...([name, () => answer, dataset, options] as const), (logits) => {
    collected.set(logits, done);
    done += logits.length;
  });
  return createMatrix(rows, task.width, collected);
}

/** The same for inputs that are made already, of a model that has answered a dataset of such inputs: whether it fits is not asked again. */
export async function logitsOfInputs(
  net: CompiledModel,
  inputs: Readonly<Record<string, Input>>,
  targets: Targets,
  count: number,
): Promise<Matrix<Float32Array>> {
  const [name, argument] = ["predictLogits", "classifier"];
  const task = taskOf(name, "dataset", { targets });
  const values = net.predict(inputsOf(net, { inputs }), count);
  assertLogitValues(
    name,
    argument,
    values,
    task,
    Int32Array.from({ length: count }, (_, id) => id),
  );
  assertLogits(name, argument, values, task, false);
  await yieldToEventLoop();
  return createMatrix(count, task.width, values);
}

/** The inputs of a batch in the order in which a model takes them. */
function inputsOf({ inputs: ports }: CompiledModel, { inputs }: Pick<Batch, "inputs">): readonly Float32Array[] {
  const columns = Object.values(inputs);
  const ordered = columns.length === 1 ? columns : ports.map(({ name }) => inputs[name]!);
  return ordered.map(({ values }) => (values instanceof Float32Array ? values : Float32Array.from(values)));
}
