import * as tf from "@tensorflow/tfjs-core";

interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/**
 * Vitest matcher: a call leaves exactly `count` new tensors behind. A call that throws is counted like any other.
 *
 * The call is made once beforehand, so that what is allocated only the first time does not count. What it returns
 * (a tensor, or an object or array of tensors) is disposed of.
 */
export function toAllocate(call: () => unknown, count: number): MatcherResult {
  tf.dispose(attempt(call) as tf.TensorContainer);
  const before = tf.memory().numTensors;
  const result = attempt(call);
  const allocated = tf.memory().numTensors - before;
  tf.dispose(result as tf.TensorContainer);
  return {
    pass: allocated === count,
    message: () => `expected the call to leave ${count} new tensor(s), it left ${allocated}`,
  };
}

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch {
    return [];
  }
}
