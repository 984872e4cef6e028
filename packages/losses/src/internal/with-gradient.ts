import { customGrad, type GradSaveFunc, type Tensor, zeros } from "@tensorflow/tfjs-core";

/** How to compute a value, and how the gradient of its input follows from the gradient of the value. */
export interface Differentiable<Value extends Tensor> {
  readonly value: () => Value;
  /**
   * Constants that `gradient` needs; copies of them live as long as the recorded gradient. They must exist beforehand:
   * what is both made and saved inside one operation counts as a leak when tfjs's flag IS_TEST is set.
   */
  readonly saved: readonly Tensor[];
  readonly gradient: (upstream: Value, saved: readonly Tensor[]) => Tensor;
}

/**
 * Computes a value as one operation of `input` whose first derivative is written by hand.
 *
 * tfjs evaluates the gradients of all inputs of such an operation at once. A further argument therefore comes in
 * through {@link deferredGradient}, so that its gradient costs something only when somebody asks for it.
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
        differentiableOnce(functionName, [upstream, savedInput!], () => gradient(upstream, rest)),
        ...deferred.map(() => upstream),
      ],
    };
  });
  return operation(input, ...deferred);
}

/**
 * A zero per row that stands for `argument` in the graph: give it to {@link withGradient} as `deferred`, and the gradient
 * of `argument` is `gradient(upstream, [argument, ...others])`, evaluated only if the argument is differentiated.
 */
export function deferredGradient(
  functionName: string,
  argument: Tensor,
  others: readonly Tensor[],
  gradient: (upstream: Tensor, saved: readonly Tensor[]) => Tensor,
): Tensor {
  const value = () => zeros([argument.shape[0]!]);
  return withGradient(functionName, argument, { value, saved: [argument, ...others], gradient });
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
