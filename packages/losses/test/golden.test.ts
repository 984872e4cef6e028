import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import * as losses from "../src/index.ts";

/** What PyTorch computed, see golden/make_golden.py. */
interface Golden {
  readonly versions: { readonly torch: string };
  readonly labels: number[];
  readonly indices: number[][];
  readonly cases: readonly GoldenCase[];
}

interface GoldenCase {
  readonly loss: keyof typeof CALLS;
  readonly inputs: Record<string, tf.TensorLike>;
  readonly options: never;
  readonly value: number[];
  readonly gradients: readonly number[][][];
}

type Args = [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];

const golden: Golden = JSON.parse(readFileSync(new URL("golden/golden.json", import.meta.url), "utf8"));
const labels = () => tf.tensor1d(golden.labels, "int32");
const standardised = losses.withStandardisedLogits(losses.softTargetCrossEntropy);

const CALLS = {
  temperatureSoftmax: ([z]: Args, options: never) => losses.temperatureSoftmax(z, options),
  temperatureLogSoftmax: ([z]: Args, options: never) => losses.temperatureLogSoftmax(z, options),
  entropy: ([z]: Args, options: never) => losses.entropy(z, options),
  softTargetCrossEntropy: ([z, v]: Args, options: never) => losses.softTargetCrossEntropy(z, v, options),
  softTargetCrossEntropyFromProbs: ([z, p]: Args, options: never) =>
    losses.softTargetCrossEntropyFromProbs(z, p, options),
  klDivergence: ([z, v]: Args, options: never) => losses.klDivergence(z, v, options),
  reverseKlDivergence: ([z, v]: Args, options: never) => losses.reverseKlDivergence(z, v, options),
  jensenShannonDivergence: ([z, v]: Args, options: never) => losses.jensenShannonDivergence(z, v, options),
  hardCrossEntropy: ([z]: Args) => losses.hardCrossEntropy(z, labels()),
  logitMatching: ([z, v]: Args, options: never) => losses.logitMatching(z, v, options),
  labelSmoothedCrossEntropy: ([z]: Args, options: never) => losses.labelSmoothedCrossEntropy(z, labels(), options),
  confidencePenalty: ([z]: Args, options: never) => losses.confidencePenalty(z, labels(), options),
  decoupledDistillation: ([z, teacherLogits]: Args, options: never) =>
    losses.decoupledDistillation(z, { teacherLogits, labels: labels() }, options),
  normalisedDistillation: ([z, teacherLogits]: Args, options: never) =>
    losses.normalisedDistillation(z, { teacherLogits, labels: labels() }, options),
  correlationDistillation: ([z, v]: Args, options: never) => losses.correlationDistillation(z, v, options),
  standardiseLogits: ([z]: Args) => losses.standardiseLogits(z),
  withStandardisedLogits: ([z, v]: Args, options: never) => standardised(z, v, options),
  hintLoss: ([s, t]: Args) => losses.hintLoss(s, t),
  attentionTransfer: ([s, t]: Args) => losses.attentionTransfer(s, t),
  relationalDistance: ([s, t]: Args) => losses.relationalDistance(s, t),
  relationalAngle: ([s, t]: Args) => losses.relationalAngle(s, t),
  similarityPreserving: ([s, t]: Args) => losses.similarityPreserving(s, t),
  sparseSoftTargetCrossEntropy: ([z, logits, tailLogits]: Args, options: never) => {
    const indices = tf.tensor2d(golden.indices, undefined, "int32");
    return losses.sparseSoftTargetCrossEntropy(z, { indices, logits, tailLogits }, options);
  },
} as const satisfies Record<string, (args: Args, options: never) => tf.Tensor>;

describe(`PyTorch ${golden.versions.torch} has the same`, () => {
  it.each(golden.cases.map((one) => [one.loss, JSON.stringify(one.options), one] as const))(
    "value and gradients of %s %s",
    (_, __, { loss, inputs, options, value, gradients }) => {
      tf.tidy(() => {
        const args = Object.values(inputs).map((input) => tf.tensor(input));
        const call = (...tensors: tf.Tensor[]): tf.Tensor => CALLS[loss](tensors as unknown as Args, options);
        // Differences of nearly equal numbers are known to about 1e-7 · T², and T goes up to 20 here.
        expect(call(...args)).toBeAllClose(value, { rtol: 2e-5, atol: 1e-4 });
        const weighted = (...tensors: tf.Tensor[]): tf.Scalar => {
          const result = call(...tensors);
          const weights =
            result.shape[0] === 4 &&
            tf.reshape(tf.tensor1d([1, 1.5, 2, 2.5]), [4, ...result.shape.slice(1).map(() => 1)]);
          return tf.sum(tf.mul(result, weights as tf.Tensor));
        };
        tf.grads(weighted)(args).forEach((gradient, position) => {
          expect(gradient, `gradient of argument ${position}`).toBeAllClose(gradients[position]!, {
            rtol: 1e-4,
            atol: 1e-5,
          });
        });
      });
    },
  );

  it("covers every function that computes something of its own", () => {
    const others = ["assertFiniteLogits", "assertLabels", "distillationLoss", "stopGradient", "weightedLosses"];
    const covered = new Set<string>(golden.cases.map(({ loss }) => loss));
    expect([...covered, ...others].sort()).toEqual(Object.keys(losses).sort());
  });
});
