import * as tf from "@tensorflow/tfjs-core";

/** tfjs's own gradient, kept on ours, so that every copy of this package finds it. */
const STOCK: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/stock-gradient") as never;

type Gradient = tf.GradConfig & { readonly [STOCK]?: tf.GradConfig };

/** Lets the gradient of a relu be one kernel on backends that have one (`ReluGrad`), instead of step, cast and product. */
export function replaceReluGradient(): void {
  const stock = tf.getGradient("Relu") as Gradient | undefined;
  // Nothing to replace before gradients are registered.
  if (stock === undefined || stock[STOCK] !== undefined) return;
  tf.registerGradient({
    ...stock,
    gradFunc: (dy, [x], attrs) =>
      hasKernel() ? { x: () => reluGradient(dy as tf.Tensor, x!) } : stock.gradFunc(dy, [x!], attrs),
    [STOCK]: stock,
  } as Gradient);
  tf.registerGradient({
    kernelName: "ReluGrad",
    inputsToSave: ["y"],
    gradFunc: (upstream, [y]) => ({
      dy: () => reluGradient(upstream as tf.Tensor, y!),
      y: () => tf.zerosLike(y!),
    }),
  });
}

/** Puts tfjs's own gradient back. */
export function restoreReluGradient(): void {
  const stock = (tf.getGradient("Relu") as Gradient | undefined)?.[STOCK];
  if (stock !== undefined) tf.registerGradient(stock);
}

/** `dy` where `y` is positive, else 0; `y` may be the output of the relu or its input. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (!hasKernel()) return tf.mul(dy, tf.step(y));
  return tf.engine().runKernel("ReluGrad", { dy, y }) as tf.Tensor;
}

function hasKernel(): boolean {
  return tf.getKernel("ReluGrad", tf.getBackend()) !== undefined;
}
