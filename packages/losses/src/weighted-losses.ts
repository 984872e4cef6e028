import { ArgumentError, assertFields, assertNumber, formatShape, formatValue } from "@dark-knowledge/core";
import { add, mul, Tensor, type Tensor1D, tidy } from "@tensorflow/tfjs-core";

/** One line of the list that {@link weightedLosses} takes. */
export interface LossTerm<Inputs> {
  /** The name of the term in the result; unique in the list. */
  readonly name: string;
  /** Finite and not negative. A term of weight 0 is reported, but left out of the total. */
  readonly weight: number;
  /** Computes the term, `[batch]`, from whatever the losses of the list need. */
  readonly loss: (inputs: Inputs) => Tensor1D;
}

/** Result of a weighted list of losses: tensors `[batch]` that the caller owns. */
export interface WeightedTerms {
  /** `Σ weight · term`: the one to train on. */
  readonly total: Tensor1D;
  /** Each term by its name, before its weight. */
  readonly terms: Readonly<Record<string, Tensor1D>>;
}

/**
 * Makes one loss of a weighted list of losses, which also reports each term by its name.
 *
 * `total = Σ_i weight_i · loss_i(inputs)`. For weights that change during training, such as a warm-up, rebuild the
 * list: it costs nothing.
 *
 * @param list at least one term, not all of weight 0
 * @returns a function of the inputs that gives `{ total, terms }`
 * @throws ArgumentError when a name is missing or taken, a weight is out of range, all are 0, or a loss is no function; the
 *   returned function throws one when the terms are not `[batch]` of one size
 *
 * @example
 * ```ts
 * import { hardCrossEntropy, klDivergence, weightedLosses } from "@dark-knowledge/losses";
 * import "@tensorflow/tfjs-backend-cpu";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * interface Inputs { studentLogits: tf.Tensor2D; teacherLogits: tf.Tensor2D; labels: tf.Tensor1D }
 * const objective = weightedLosses<Inputs>([
 *   { name: "hard", weight: 0.1, loss: ({ studentLogits, labels }) => hardCrossEntropy(studentLogits, labels) },
 *   {
 *     name: "soft",
 *     weight: 0.9,
 *     loss: ({ studentLogits, teacherLogits }) => klDivergence(studentLogits, teacherLogits, { temperature: 2 }),
 *   },
 * ]);
 * const { total, terms } = objective({
 *   studentLogits: tf.tensor2d([[0, 0]]),
 *   teacherLogits: tf.tensor2d([[0, 0]]),
 *   labels: tf.tensor1d([1], "int32"),
 * });
 * await terms.hard!.data(); // ≈ [0.6931]
 * await terms.soft!.data(); // ≈ [0.0000]
 * await total.data(); // ≈ [0.0693]
 * ```
 */
export function weightedLosses<Inputs>(list: readonly LossTerm<Inputs>[]): (inputs: Inputs) => WeightedTerms {
  assertList(list);
  const checked = list.map((term) => ({ ...term }));
  return (inputs) => {
    return tidy(() => {
      const values = checked.map(({ loss }) => loss(inputs));
      assertValues(
        checked.map(({ name }) => name),
        values,
      );
      const weighted = checked.flatMap(({ weight }, index) => (weight === 0 ? [] : [mul(values[index]!, weight)]));
      const total = weighted.reduce((sum, term) => add(sum, term)) as Tensor1D;
      return { total, terms: Object.fromEntries(checked.map(({ name }, index) => [name, values[index]!])) };
    });
  };
}

const FUNCTION_NAME = "weightedLosses";

function assertList(list: readonly LossTerm<never>[]): void {
  if (!Array.isArray(list) || list.length === 0) throw refusal("list", "must be an array of terms", formatValue(list));
  const names = new Set<string>();
  list.forEach((term, index) => {
    assertFields(FUNCTION_NAME, term, {}, { argument: `list[${index}]` });
    const { name, weight, loss } = term;
    if (typeof name !== "string" || name === "" || names.has(name)) {
      throw refusal(`list[${index}].name`, "must be a name of its own", formatValue(name));
    }
    names.add(name);
    assertNumber(FUNCTION_NAME, `the weight of ${name}`, weight, { min: 0, float32: true });
    if (typeof loss !== "function") throw refusal(`the loss of ${name}`, "must be a function", formatValue(loss));
  });
  if (list.every(({ weight }) => weight === 0)) throw refusal("list", "must have a weight above 0", "only 0");
}

function assertValues(names: readonly string[], values: readonly unknown[]): void {
  const first = values[0];
  values.forEach((value, index) => {
    const isOnePerRow = value instanceof Tensor && value.shape.length === 1;
    if (isOnePerRow && value.shape[0] === (first as Tensor).shape[0]) return;
    const received = value instanceof Tensor ? formatShape(value.shape) : formatValue(value);
    const expected = index === 0 ? "[batch]" : `${formatShape((first as Tensor).shape)} (as ${names[0]})`;
    throw refusal(`the value of ${names[index]}`, `must be a tensor of shape ${expected}`, received);
  });
}

function refusal(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: FUNCTION_NAME, argument, expected, received, code: "state" });
}
