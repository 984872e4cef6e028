import * as tf from "@tensorflow/tfjs-core";

/**
 * Makes a registered backend ready to be set, without setting it.
 *
 * `tf.setBackend` would do it too, but it prints the reason of a failure and then only says `false`. So the backend's own
 * factory is called here, and its result is registered in the factory's place.
 *
 * @throws whatever the backend's factory throws
 */
export async function startBackend(name: string): Promise<tf.KernelBackend> {
  const { registry, registryFactory } = tf.engine();
  const entry = registryFactory[name];
  if (registry[name] === undefined && entry !== undefined) {
    const started = await entry.factory();
    if (registry[name] === undefined) {
      useStarted(name, started, entry);
    } else {
      // Other code has started it meanwhile.
      started.dispose();
    }
  }
  return tf.findBackend(name);
}

interface FactoryEntry {
  readonly factory: () => tf.KernelBackend | Promise<tf.KernelBackend>;
  readonly priority: number;
}

function useStarted(name: string, started: tf.KernelBackend, { factory, priority }: FactoryEntry): void {
  let next: tf.KernelBackend | undefined = started;
  tf.removeBackend(name);
  tf.registerBackend(
    name,
    () => {
      const first = next;
      next = undefined;
      // After `tf.engine().reset()` the started one is disposed of, and a new one is made.
      return first ?? factory();
    },
    priority,
  );
}
