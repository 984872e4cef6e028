import { ArgumentError, formatValue } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { assertVariables } from "./internal/assert-variables.ts";
import type { VariableMemory } from "./optimizer.ts";

/** An optimizer's memory of each variable: tensors of the variable's shape, zero at first. */
export interface Slots<Name extends string> {
  /** Returns the tensors of one variable, to which the optimizer assigns. The slots own them. */
  of(variable: tf.Variable): Record<Name, tf.Variable>;
  /** Returns copies of all values, in the order of the variables; none for a variable that was not used. */
  read(variables: readonly tf.Variable[]): Promise<VariableMemory[]>;
  /** Replaces everything by the result of {@link Slots.read}. */
  restore(variables: readonly tf.Variable[], memories: readonly VariableMemory[]): void;
  /** Frees all tensors. */
  dispose(): void;
}

/**
 * Creates the memory of a custom optimizer, in the form that checkpoints store: `read` serves as its `memory`,
 * `restore` as its `restore`.
 *
 * @param names the names of the tensors per variable, such as `["velocity"]`
 * @throws ArgumentError when `names` is not a list of different names
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createSlots } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const weights = tf.variable(tf.tensor1d([1, 2]));
 * const slots = createSlots(["velocity"]);
 * const { velocity } = slots.of(weights);
 * velocity.assign(tf.add(velocity, [3, 4]));
 * await slots.read([weights]); // => [{ velocity: Float32Array.of(3, 4) }]
 * slots.dispose();
 * ```
 * @see contributing/add-an-optimizer.md for a whole optimizer
 */
export function createSlots<Name extends string>(names: readonly Name[]): Slots<Name> {
  assertNames(names);
  const slots = new Map<tf.Variable, Record<Name, tf.Variable>>();

  function create(variable: tf.Variable, initial: (name: Name) => tf.Tensor): Record<Name, tf.Variable> {
    assertVariables("Slots.of", "variable", [variable]);
    const entries = names.map((name) => [name, tf.tidy(() => tf.variable(initial(name), false))]);
    const record = Object.fromEntries(entries) as Record<Name, tf.Variable>;
    slots.set(variable, record);
    return record;
  }

  function dispose(): void {
    for (const record of slots.values()) tf.dispose(record);
    slots.clear();
  }

  return {
    of: (variable) => slots.get(variable) ?? create(variable, () => tf.zerosLike(variable)),
    async read(variables) {
      const memories: VariableMemory[] = [];
      for (const variable of variables) {
        const entries = Object.entries<tf.Variable>(slots.get(variable) ?? {}).map(
          // On some backends `data` gives the memory itself.
          async ([name, slot]) => [name, Float32Array.from(await slot.data())] as const,
        );
        memories.push(Object.fromEntries(await Promise.all(entries)));
      }
      return memories;
    },
    restore(variables, memories) {
      dispose();
      variables.forEach((variable, index) => {
        const memory = memories[index]!;
        if (names.some((name) => memory[name] === undefined)) return;
        // The tensor takes over the array that it is made of.
        create(variable, (name) => tf.tensor((memory[name] as Float32Array).slice(), variable.shape));
      });
    },
    dispose,
  };
}

function assertNames(names: readonly string[]): void {
  const isList = Array.isArray(names) && names.every((name) => typeof name === "string" && name !== "");
  if (isList && names.length > 0 && new Set(names).size === names.length) return;
  throw new ArgumentError({
    functionName: "createSlots",
    argument: "names",
    expected: "must be a list of different names, at least one",
    received: isList ? JSON.stringify(names) : formatValue(names),
    code: "range",
  });
}
