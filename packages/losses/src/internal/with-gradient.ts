import { customGrad, type GradSaveFunc, type Tensor, zeros } from "@tensorflow/tfjs-core";

/** How to compute a value of an input, and how the gradient of the input follows from the gradient of the value. */
export interface Differentiable<Value extends Tensor> {
  readonly value: () => Value;
  /**
   * Constants that `gradient` needs; copies of them live as long as the recorded gradient. They must exist beforehand:
   * what is both made and saved inside one operation counts as a leak when tfjs's flag IS_TEST is set.
   */
  readonly saved: readonly Tensor[];
  readonly gradient: Gradient<Value>;
}

/** `upstream` is the gradient of the value, `saved` and `input` are copies of what was given. */
type Gradient<Value extends Tensor> = (upstream: Value, saved: readonly Tensor[], input: Tensor) => Tensor;

/**
 * Computes a value as one operation of `input` whose first derivative is written by hand.
 *
 * tfjs evaluates the gradients of all inputs of such an operation at once. A further argument therefore comes in
 * through {@link deferredGradient}, so that its gradient is computed only if it is requested.
 */
export function withGradient<Value extends Tensor>(
  functionName: string,
  input: Tensor,
  { value, saved, gradient }: Differentiable<Value>,
  deferred: readonly Tensor[] = [],
): Value {
  const operation = customGrad<Value>((...args) => {
    const save = args.at(-1) as GradSaveFunc;
    save([input, ...saved]);
    return {
      value: value(),
      gradFunc: (upstream: Value, [savedInput, ...rest]: Tensor[]) => [
        differentiableOnce(functionName, [upstream, savedInput!], () => gradient(upstream, rest, savedInput!)),
        ...deferred.map(() => upstream),
      ],
    };
  });
  return operation(input, ...deferred);
}

/**
 * Zeros that stand for `argument` in the graph: give them to {@link withGradient} as `deferred`, and the gradient of `argument` is
 * `gradient(upstream, others, argument)`, evaluated only if the argument is differentiated. There must be as many as the value has
 * elements, which is one for each row unless `length` says otherwise.
 */
export function deferredGradient(
  functionName: string,
  argument: Tensor,
  others: readonly Tensor[],
  gradient: Gradient<Tensor>,
  length: number = argument.shape[0]!,
): Tensor {
  const value = () => zeros([length]);
  return withGradient(functionName, argument, { value, saved: others, gradient });
}

/** Refuses a second derivative, which would otherwise be wrong in silence: what was saved is a constant to tfjs. */
function differentiableOnce(functionName: string, inputs: readonly Tensor[], compute: () => Tensor): Tensor {
  const operation = customGrad(() => ({
    value: compute(),
    gradFunc: () => {
      throw new Error(`${functionName}: second derivatives are not available`);
    },
  }));
  return operation(...inputs);
}
