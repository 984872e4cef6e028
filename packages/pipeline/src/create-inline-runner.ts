import { tryTask } from "./internal/try-task.ts";
import type { Runner } from "./runner.ts";
import type { TaskContext } from "./task.ts";

/**
 * Creates a runner that runs one task at a time, in the calling thread.
 *
 * @returns the runner; it holds no resources to release
 *
 * @example
 * ```ts
 * import { createInlineRunner } from "@dark-knowledge/pipeline";
 *
 * createInlineRunner().slots; // => 1
 * ```
 */
export function createInlineRunner(): Runner {
  return {
    slots: 1,
    attempt({ run }, { input, ...surroundings }, emit, signal) {
      const context = { ...surroundings, emit, signal };
      return tryTask(() => run(input as never, context as TaskContext<never>), signal);
    },
    close: async () => {},
  };
}
