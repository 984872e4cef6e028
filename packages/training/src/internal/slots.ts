import * as tf from "@tensorflow/tfjs-core";
import type { VariableMemory } from "../optimizer.ts";

/** What an optimizer remembers about each variable: tensors of the variable's shape, zero at first. */
export interface Slots<Name extends string> {
  of(variable: tf.Variable): Record<Name, tf.Variable>;
  /** Copies of all values, in the order of the variables; none for a variable that has not been asked for. */
  read(variables: readonly tf.Variable[]): Promise<VariableMemory[]>;
  /** Forgets everything and takes up what `read` gave. */
  restore(variables: readonly tf.Variable[], memories: readonly VariableMemory[]): void;
  dispose(): void;
}

export function createSlots<Name extends string>(names: readonly Name[]): Slots<Name> {
  const slots = new Map<tf.Variable, Record<Name, tf.Variable>>();

  function create(variable: tf.Variable, initial: (name: Name) => tf.Tensor): Record<Name, tf.Variable> {
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
