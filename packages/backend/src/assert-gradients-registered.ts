import * as tf from "@tensorflow/tfjs-core";

/**
 * Throws unless tfjs knows how to differentiate.
 *
 * `@tensorflow/tfjs-core` by itself registers no gradients in Node. `@tensorflow/tfjs-layers` and `@tensorflow/tfjs` do.
 * Without them `tf.grads` fails with a message about one operation; this one names the cure.
 *
 * @param functionName the function that needs gradients; the message begins with it
 * @throws Error when no gradients are registered
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-layers";
 * import { assertGradientsRegistered } from "@dark-knowledge/backend";
 *
 * assertGradientsRegistered("train"); // => undefined
 * ```
 */
export function assertGradientsRegistered(functionName = "assertGradientsRegistered"): void {
  // Every differentiable operation is registered together, so one stands for all.
  if (tf.getGradient("BatchMatMul") !== undefined) return;
  throw new Error(
    `${functionName}: tfjs has no gradients registered; add import "@tensorflow/tfjs-layers" (tfjs-core alone has none in Node)`,
  );
}
