import { assertOptions, createMatrix, type Matrix, yieldToEventLoop } from "@dark-knowledge/core";
import { type Batch, type Dataset, type PrepareInputsOptions, prepareInputs } from "@dark-knowledge/datasets";
import type { CompiledModel } from "@dark-knowledge/runtime";
import type { PredictOptions } from "../predict-options.ts";
import type { RawExamples } from "../student-answers.ts";
import type { StudentDescription } from "../student-description.ts";
import { answerBatches } from "./answer-batches.ts";
import { assertDataset } from "./assert-dataset.ts";
import { assertFits } from "./assert-fits.ts";
import { assertLogitValues } from "./assert-logit-values.ts";
import { assertLogits, logitsOf } from "./assert-logits.ts";
import { PREDICT_OPTIONS } from "./option-names.ts";
import { plainNumbers } from "./plain-numbers.ts";
import { taskOf } from "./task.ts";
import { type Answers, unknownTargets } from "./unknown-targets.ts";
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

/**
 * The same for raw examples, of a model that has answered a dataset of such examples: whether it fits is not asked again.
 *
 * @returns undefined where an example is wrong, of which a dataset tells what it is
 */
export function logitsOfRaws(
  net: CompiledModel,
  { inputs, ...description }: StudentDescription,
  raws: Exclude<RawExamples, Dataset>,
  count: number,
  sources: PrepareInputsOptions,
): Promise<Matrix<Float32Array>> | undefined {
  const plain = plainNumbers(inputs, raws);
  let values: Float32Array;
  try {
    values =
      plain === undefined
        ? net.predict(inputsOf(net, { inputs: prepareInputs(inputs, raws, sources) }), count)
        : net.predictExamples(inOrderOf(net, plain));
  } catch {
    return undefined;
  }
  return checked(values, description, count);
}

/** Throws an ArgumentError unless a model's values are logits. */
async function checked(values: Float32Array, description: Answers, count: number): Promise<Matrix<Float32Array>> {
  const [name, argument] = ["predictLogits", "classifier"];
  const task = taskOf(name, "dataset", { targets: unknownTargets(description, count) });
  const ids = Int32Array.from({ length: count }, (_, id) => id);
  assertLogitValues(name, argument, values, task, ids);
  assertLogits(name, argument, values, task, false);
  await yieldToEventLoop();
  return createMatrix(count, task.width, values);
}

/** The inputs of a batch in the order in which a model takes them. */
function inputsOf({ inputs: ports }: CompiledModel, { inputs }: Pick<Batch, "inputs">): readonly Float32Array[] {
  return inOrderOf({ inputs: ports }, inputs).map(({ values }) =>
    values instanceof Float32Array ? values : Float32Array.from(values),
  );
}

/** Brings the values of the inputs into the order in which a model takes them. A single one may have another name. */
function inOrderOf<Value>(
  { inputs: ports }: Pick<CompiledModel, "inputs">,
  byName: Readonly<Record<string, Value>>,
): readonly Value[] {
  const columns = Object.values(byName);
  return columns.length === 1 ? columns : ports.map(({ name }) => byName[name]!);
}
