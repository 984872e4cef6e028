import { type Dataset, inputShape } from "@dark-knowledge/datasets";
import { createCnn, createMlp } from "@dark-knowledge/training";
import { loadModel } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { answerNames } from "../data/answer-names.ts";
import { SpecError } from "../spec/spec-error.ts";
import { assertNetSpec, OWN_KINDS } from "./internal/assert-net-spec.ts";
import type { NetSpec } from "./net-spec.ts";

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
  const exampleShape = inputShape(dataset);
  const shape = { exampleShape, classCount: answerNames(dataset).length, seed };
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

function assertFits(path: string, model: LayersModel, dataset: Dataset): void {
  const exampleShape = inputShape(dataset);
  const answers = answerNames(dataset).length;
  const [input, output] = [model.inputs[0]!.shape.slice(1), model.outputs[0]!.shape];
  const fits =
    input.length === exampleShape.length && input.every((size, axis) => size === null || size === exampleShape[axis]);
  if (fits && output.length === 2 && output[1] === answers) return;
  model.dispose();
  throw new SpecError(
    "path",
    `must be a net from examples of shape [${exampleShape.join(", ")}] to ${answers} ${dataset.targets.kind === "numbers" ? "numbers" : "logits"}`,
    `${path} from [${input.join(", ")}] to [${output.slice(1).join(", ")}]`,
  );
}
