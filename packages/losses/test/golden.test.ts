import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { CATALOGUE, exportOf } from "./catalogue/index.ts";

/** What PyTorch computed, see golden/make_golden.py. */
interface Golden {
  readonly versions: { readonly torch: string };
  readonly labels: number[];
  readonly indices: number[][];
  /** 1, 0 and −1 for losses of elements; what is not 1 is not known to those of numbers. */
  readonly marks: number[][];
  readonly cases: readonly GoldenCase[];
}

interface Question {
  readonly loss: string;
  readonly inputs: Record<string, tf.TensorLike>;
  readonly options: never;
}

interface GoldenCase extends Question {
  readonly value: number[];
  readonly gradients: readonly number[][][];
}

const golden: Golden = JSON.parse(readFileSync(new URL("golden/golden.json", import.meta.url), "utf8"));

/** Calls a function of the catalogue with the tensors of a case, in the order of its inputs. */
function call({ loss, inputs, options }: Question, tensors: readonly tf.Tensor[]): tf.Tensor {
  const entry = Object.entries(CATALOGUE).find(([name]) => exportOf(name) === loss)?.[1];
  const [first, second, third] = tensors as [never, never, never];
  if (entry?.kind === "function") return entry.call(first, options);
  if (entry?.kind === "features") return entry.call(first, second);
  if (entry?.kind === "elements") {
    return entry.call(tensors as tf.Tensor2D[], tf.tensor2d(golden.marks, undefined, "int32"), options);
  }
  if (entry?.kind !== "logits") throw new Error(`${loss} is not in the catalogue`);
  const indices = tf.tensor2d(golden.indices, undefined, "int32");
  const teacher = "tailLogits" in inputs ? { indices, logits: second, tailLogits: third } : second;
  return (entry.golden ?? entry.call)(first, teacher as never, tf.tensor1d(golden.labels, "int32"), options);
}

/** A function's value, and the gradients of a weighted sum of its rows with respect to each input. */
function computed(one: Question): tf.Tensor[] {
  const args = Object.values(one.inputs).map((input) => tf.tensor(input));
  const weighted = (...tensors: tf.Tensor[]): tf.Scalar => {
    const result = call(one, tensors);
    const weights =
      result.shape[0] === 4 && tf.reshape(tf.tensor1d([1, 1.5, 2, 2.5]), [4, ...result.shape.slice(1).map(() => 1)]);
    // What a loss takes for a constant is connected all the same: its gradient is 0.
    const connected = tensors.reduce<tf.Tensor>((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), tf.scalar(0));
    return tf.add(tf.sum(tf.mul(result, weights as tf.Tensor)), connected);
  };
  return [call(one, args), ...tf.grads(weighted)(args)];
}

describe(`PyTorch ${golden.versions.torch} has the same`, () => {
  it.each(golden.cases.map((one) => [one.loss, JSON.stringify(one.options), one] as const))(
    "value and gradients of %s %s",
    async (_, __, { value, gradients, ...one }) => {
      const [result, ...slopes] = tf.tidy(() => computed(one));
      // Read as a GPU wants to be read, so that this test runs on WebGPU too.
      // Differences of nearly equal numbers are known to about 1e-7 · T², and T goes up to 20 here.
      expect(await result!.array()).toBeAllClose(value, { rtol: 2e-5, atol: 1e-4 });
      for (const [position, slope] of slopes.entries()) {
        const tolerance = { rtol: 1e-4, atol: 1e-5 };
        expect(await slope.array(), `gradient of argument ${position}`).toBeAllClose(gradients[position]!, tolerance);
      }
      tf.dispose([result!, ...slopes]);
    },
  );

  it("covers the catalogue, but for the loss that is composed of two that it covers", () => {
    const covered = new Set(["distillationLoss", ...golden.cases.map(({ loss }) => loss)]);
    const wanted = Object.entries(CATALOGUE).filter(([, { kind }]) => kind !== "helper");
    expect([...covered].sort()).toEqual([...new Set(wanted.map(([name]) => exportOf(name)))].sort());
  });
});
