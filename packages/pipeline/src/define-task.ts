import { ArgumentError, assertFields, assertInteger, formatValue } from "@dark-knowledge/core";
import type { Task, TaskContext, TaskEvent } from "./task.ts";

/** The identity of a task. It must stay the same for as long as its results are kept. */
export interface TaskIdentity {
  /** Lower-case letters, digits, dots, hyphens and slashes, such as `"mnist/train"`. Unique in the pipeline. */
  readonly id: string;
  /** Raise it when the same input gives a different result than before: finished stages then run again. */
  readonly version: number;
}

const ID = /^[a-z0-9][a-z0-9./-]*$/;

/**
 * Defines a task: a function in a module that a runner can call in this thread, in another thread, or on another
 * machine.
 *
 * Export the task from the module whose address is given; a worker thread imports that module and looks for the export
 * with this id. The function must depend only on its input, the results it needs and the shared data: a finished stage
 * does not run again, and a crashed one does.
 *
 * @param module `import.meta.url` of the module that exports the task
 * @param identity the id and version that go into the keys of stages; the module's address does not
 * @param run receives the stage's input, which is plain data, and its context; must return plain data
 * @returns the task, for {@link createStage}
 * @throws ArgumentError when the module is not a URL, the id has other characters, or the version is not an integer
 * above 0
 *
 * @example
 * ```ts
 * import { defineTask } from "@dark-knowledge/pipeline";
 *
 * export const square = defineTask(import.meta.url, { id: "example/square", version: 1 }, async (input: number) => input ** 2);
 * square.id; // => "example/square"
 * ```
 */
export function defineTask<Input, Result, Shared = unknown, Event extends TaskEvent = TaskEvent>(
  module: string,
  identity: TaskIdentity,
  run: (input: Input, context: TaskContext<Shared, Event>) => Promise<Result>,
): Task<Input, Result, Shared, Event> {
  assertFields("defineTask", { run }, { run: "function" });
  assertFields("defineTask", identity, { id: "text" }, { argument: "identity" });
  const { id, version } = identity;
  if (typeof module !== "string" || !URL.canParse(module))
    throw fault("module", "must be import.meta.url of the module that exports it", module);
  if (!ID.test(id)) {
    throw fault("id", "must consist of lower-case letters, digits, dots, hyphens and slashes", id);
  }
  assertInteger("defineTask", "version", version, { min: 1 });
  return { module, id, version, run };
}

function fault(argument: string, expected: string, received: unknown): ArgumentError {
  return new ArgumentError({
    ...{ functionName: "defineTask", argument, expected },
    received: formatValue(received),
    code: "range",
  });
}
