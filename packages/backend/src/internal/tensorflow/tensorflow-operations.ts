import * as tf from "@tensorflow/tfjs-core";

/** The parts of tfjs-node's `NodeJSKernelBackend` that run an operation of TensorFlow by its name. */
interface TensorflowBackend extends tf.KernelBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_FLOAT: number };
  executeSingleOutput(name: string, attributes: readonly object[], inputs: readonly tf.Tensor[]): tf.Tensor;
}

/** `x · y`, and 0 wherever `y` is 0, also where `x` is infinite or NaN. */
export function mulNoNan(x: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return run("MulNoNan", x, y);
}

/** The logarithm of the softmax of each row, which tfjs composes of six operations. */
export function logSoftmax(logits: tf.Tensor2D): tf.Tensor2D {
  return run("LogSoftmax", logits) as tf.Tensor2D;
}

function run(name: string, ...inputs: readonly tf.Tensor[]): tf.Tensor {
  const backend = tf.engine().backend as TensorflowBackend;
  const { TF_ATTR_TYPE, TF_FLOAT } = backend.binding;
  return backend.executeSingleOutput(name, [{ name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT }], inputs);
}
