import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Multiplies inputs by the kernel of a dense layer, a two-dimensional convolution with its channels last or an embedding, without bias and activation.
 *
 * @param kernel in place of the layer's own
 * @returns a row for each example, position or word
 */
export function layerProduct(
  layer: LayersModel["layers"][number],
  x: tf.Tensor,
  kernel: tf.Tensor = layer.weights[0]!.read(),
): tf.Tensor2D {
  const width = kernel.shape.at(-1)!;
  if (layer.getClassName() === "Embedding")
    return tf.gather(kernel as tf.Tensor2D, tf.cast(tf.reshape(x, [-1]), "int32"));
  if (layer.getClassName() === "Dense") {
    return tf.matMul(tf.reshape(x, [-1, kernel.shape[0]!]) as tf.Tensor2D, kernel as tf.Tensor2D);
  }
  const { strides, padding, dilationRate } = layer.getConfig() as {
    readonly strides: [number, number];
    readonly padding: "same" | "valid";
    readonly dilationRate: [number, number];
  };
  const outputs = tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides, padding, "NHWC", dilationRate);
  return tf.reshape(outputs, [-1, width]);
}
