import * as tf from "@tensorflow/tfjs-core";

/** The gradient of the kernel `BatchNorm`; a kernel `BatchNormGrad` computes all parts of it at once. */
export const BATCH_NORM_GRADIENT: tf.GradConfig = {
  kernelName: "BatchNorm",
  inputsToSave: ["x", "gamma"],
  outputsToSave: [false, true, true],
  gradFunc: (upstream, saved, attrs) => {
    const [x, gamma, mean, variance] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const [dy, dMean, dVariance] = upstream as unknown as [tf.Tensor, tf.Tensor, tf.Tensor];
    const inputs = { x, gamma, mean, variance, dy, dMean, dVariance };
    const outputs = tf.engine().runKernel("BatchNormGrad", inputs, attrs) as unknown as tf.Tensor[];
    const [dx, dGamma, dBeta] = outputs as [tf.Tensor, tf.Tensor, tf.Tensor];
    return { x: () => dx, gamma: () => dGamma, beta: () => dBeta };
  },
};
