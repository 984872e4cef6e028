import * as tf from "@tensorflow/tfjs-core";

/** What an optimizer remembers about each variable: tensors of the variable's shape, zero at first. */
export interface Slots<Name extends string> {
  of(variable: tf.Variable): Record<Name, tf.Variable>;
  dispose(): void;
}

export function createSlots<Name extends string>(names: readonly Name[]): Slots<Name> {
  const slots = new Map<tf.Variable, Record<Name, tf.Variable>>();
  return {
    of(variable) {
      let record = slots.get(variable);
      if (record === undefined) {
        const entries = names.map((name) => [name, tf.tidy(() => tf.variable(tf.zerosLike(variable), false))]);
        record = Object.fromEntries(entries) as Record<Name, tf.Variable>;
        slots.set(variable, record);
      }
      return record;
    },
    dispose() {
      for (const record of slots.values()) tf.dispose(record);
      slots.clear();
    },
  };
}
