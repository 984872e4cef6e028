import { type Dataset, datasetSize, inputShape } from "@dark-knowledge/datasets";
import { createCnn, createMlp, createRnn } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { answerCount } from "../data/answer-count.ts";
import { SpecError } from "../spec/spec-error.ts";
import { assertNetSpec, OWN_KINDS } from "./internal/assert-net-spec.ts";
import { sequenceOf } from "./internal/sequence-of.ts";
import { isRecurrent, type NetSpec } from "./net-spec.ts";

/**
 * Builds a net for the examples and classes of a dataset: untrained, or from its file.
 *
 * @returns a model; the caller disposes of it
 * @throws ArgumentError when an argument has the wrong type
 * @throws SpecError when a file's net takes other examples or has another number of classes
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { generatedDigits } from "@dark-knowledge/datasets";
 * import { buildNet, distill } from "@dark-knowledge/paper";
 *
 * const { student } = distill.resolve({ student: { hidden: [8] } });
 * const { train } = generatedDigits({ trainSize: 20, testSize: 10, seed: 1 });
 * const net = await buildNet(student, train, 1);
 * net.countParams(); // => 6370
 * net.dispose();
 * ```
 */
export async function buildNet(spec: NetSpec, dataset: Dataset, seed: number): Promise<LayersModel> {
  assertNetSpec("buildNet", spec, OWN_KINDS);
  datasetSize(dataset);
  const outputs = { classCount: answerCount(dataset), seed };
  if (isRecurrent(spec)) {
    const { kind: cell, recurrent: recurrentUnits, embedding, hidden: hiddenUnits, dropout } = spec;
    const { kind, count } = sequenceOf(dataset) ?? { kind: "numbers", count: 1 };
    const position = kind === "token" ? { tokenCount: count, featureCount: embedding } : { featureCount: count };
    return createRnn({ ...outputs, ...position, cell, recurrentUnits, hiddenUnits, dropout });
  }
  const exampleShape = exampleShapeOf(dataset);
  const shape = { exampleShape: exampleShape as readonly number[], ...outputs };
  if (spec.kind === "mlp") {
    const { hidden, dropout, inputDropout } = spec;
    return createMlp({ ...shape, hiddenUnits: hidden, dropout, inputDropout });
  }
  if (spec.kind === "embedding") {
    const { units, hidden, dropout } = spec;
    return createMlp({ ...shape, embeddingUnits: units, hiddenUnits: hidden, dropout });
  }
  if (spec.kind === "cnn") {
    const { filters, kernel, stride, pooling, batchNorm, hidden, dropout } = spec;
    return createCnn({
      ...shape,
      filters,
      kernelSize: kernel,
      stride,
      poolSize: pooling,
      batchNorm,
      hiddenUnits: hidden,
      dropout,
    });
  }
  const model = await loadModel(spec.path.replace(/[/\\]?model\.json$/, "") || ".");
  assertFits(spec.path, model, dataset);
  return model;
}

/** The shape of one example; null for the positions of a sequence. */
function exampleShapeOf(dataset: Dataset): readonly (number | null)[] {
  const position = sequenceOf(dataset);
  if (position === undefined) return inputShape(dataset);
  return position.kind === "token" ? [null] : [null, position.count];
}

function written(shape: readonly (number | null)[]): string {
  return shape.map((size) => size ?? "any").join(", ");
}

function assertFits(path: string, model: LayersModel, dataset: Dataset): void {
  const exampleShape = exampleShapeOf(dataset);
  const answers = answerCount(dataset);
  const [input, output] = [model.inputs[0]!.shape.slice(1), model.outputs[0]!.shape];
  const fits =
    input.length === exampleShape.length && input.every((size, axis) => size === null || size === exampleShape[axis]);
  if (fits && output.length === 2 && output[1] === answers) return;
  model.dispose();
  throw new SpecError(
    "path",
    `must be a net from examples of shape [${written(exampleShape)}] to ${answers} ${dataset.targets.kind === "numbers" ? "numbers" : "logits"}`,
    `${path} from [${written(input)}] to [${output.slice(1).join(", ")}]`,
  );
}
