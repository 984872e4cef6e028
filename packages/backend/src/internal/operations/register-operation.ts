import * as tf from "@tensorflow/tfjs-core";

/** The arguments of a kernel; the inputs are tensors when it is called through an operation. */
export interface OperationArguments {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attrs: tf.NamedAttrMap;
  readonly backend: object;
}

/** An operation that tfjs lacks. */
export interface Operation {
  readonly kernelName: string;
  /** Computes it on any backend; one that has a kernel of this name does without. */
  readonly forward: (args: OperationArguments) => tf.TensorInfo;
  readonly gradient: Omit<tf.GradConfig, "kernelName">;
}

/**
 * Makes an operation known to tfjs, for the backend that it computes on now.
 *
 * Called by every use of the operation and not when its module is loaded, because importing a module must have no effect.
 */
export function registerOperation({ kernelName, forward, gradient }: Operation): void {
  const backendName = tf.getBackend();
  if (tf.getKernel(kernelName, backendName) === undefined) {
    tf.registerKernel({ kernelName, backendName, kernelFunc: forward as unknown as tf.KernelFunc });
  }
  registerGradient({ kernelName, ...gradient });
}

/** Makes the gradient of a kernel known to tfjs, once. */
export function registerGradient(gradient: tf.GradConfig): void {
  if (tf.getGradient(gradient.kernelName) === undefined) tf.registerGradient(gradient);
}
