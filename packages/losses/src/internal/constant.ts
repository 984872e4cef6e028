import { customGrad, type Tensor } from "@tensorflow/tfjs-core";

/**
 * Runs `compute` and returns its result as a constant: no gradient flows back through it, and nothing of it is recorded.
 *
 * An operation without inputs is not connected to anything. An identity with a zero gradient still would be.
 */
export function constant<Result extends Tensor>(compute: () => Result): Result {
  return customGrad<Result>(() => ({ value: compute(), gradFunc: () => [] }))();
}
