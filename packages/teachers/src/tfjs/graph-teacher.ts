import { ArgumentError, assertOneOf, assertOptions, formatValue } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { ExternalTeacher } from "../external-teacher.ts";
import { assertRequest } from "../internal/assert-request.ts";

/** As much of a `GraphModel`, of a SavedModel of tfjs-node or of a `LayersModel` as is needed. */
export interface PredictingModel {
  predict(features: tf.Tensor): unknown;
  /** Where `predict` cannot: loops and conditions in the graph. */
  executeAsync?(features: tf.Tensor): Promise<unknown>;
}

/** Options of {@link graphTeacher}. */
export interface GraphTeacherOptions {
  /** The kind of output. No default: a graph does not state it reliably. */
  readonly gives: "logits" | "probs" | "numbers";
  /** The names of its classes or outputs, in the order of its output. */
  readonly classNames?: readonly string[];
  /** Distinguishes it from other teachers, such as a hash of its files. */
  readonly fingerprint?: string;
  /** Whether it has to be run with `executeAsync`. */
  readonly async?: boolean;
}

/**
 * Takes a TensorFlow graph as a teacher: a `GraphModel` of tfjs-converter, a SavedModel that tfjs-node has loaded, or a `LayersModel` with
 * classes of its own. It runs in inference mode and is not trained; it stays the caller's to dispose of.
 *
 * @throws ArgumentError when `model` is none, or an option is unknown or missing. Its answers reject with one when it gives anything but one
 *   tensor, `[examples, classes]`
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { graphTeacher } from "@dark-knowledge/teachers/tfjs";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const graph = { predict: (features: tf.Tensor) => tf.mul(features, 2) };
 * const teacher = graphTeacher(graph, { gives: "logits", classNames: ["left", "right"] });
 * const features = { values: Float32Array.of(1, 2), shape: [1, 2] };
 * await teacher.answer({ ids: Int32Array.of(0), features }); // => { logits: [2, 4] }
 * ```
 */
export function graphTeacher(model: PredictingModel, options: GraphTeacherOptions): ExternalTeacher {
  assertOptions<GraphTeacherOptions>(NAME, options, { gives: true, classNames: true, fingerprint: true, async: true });
  const { gives, classNames, fingerprint, async: isAsync = false } = options;
  assertOneOf(NAME, "gives", gives, ["logits", "probs", "numbers"]);
  if (typeof model?.predict !== "function") fail("must be a model with a method predict", formatValue(model));
  return {
    ...(classNames === undefined ? {} : { classNames }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    async answer(request) {
      assertRequest(NAME, request);
      const { ids, features, signal } = request;
      const { values, shape } = features;
      signal?.throwIfAborted();
      const input = tf.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
      let output: unknown;
      try {
        // Only what it returns is left of what it makes; an asynchronous graph clears up after itself.
        output = isAsync ? await model.executeAsync!(input) : tf.tidy(() => model.predict(input) as tf.TensorContainer);
      } finally {
        input.dispose();
      }
      try {
        if (!(output instanceof tf.Tensor) || output.rank !== 2 || output.shape[0] !== ids.length) {
          const received = output instanceof tf.Tensor ? `shape [${output.shape.join(", ")}]` : formatValue(output);
          fail(`must give one tensor of shape [${ids.length}, classes]`, received);
        }
        const rows = (await output.data()) as Float32Array;
        if (gives === "numbers") return { numbers: rows };
        return gives === "probs" ? { probs: rows } : { logits: rows };
      } finally {
        tf.dispose(output as tf.TensorContainer);
      }
    },
  };
}

const NAME = "graphTeacher";

function fail(expected: string, received: string): never {
  throw new ArgumentError({ functionName: NAME, argument: "model", expected, received, code: "shape" });
}
