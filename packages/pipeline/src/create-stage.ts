import { ArgumentError, assertFields, assertNumber, formatValue } from "@dark-knowledge/core";
import { findNonJson } from "./internal/find-non-json.ts";
import { assertStageName } from "./internal/stage-name.ts";
import type { Task, TaskEvent } from "./task.ts";

/** One step of a pipeline: a task with its input, and the stages whose results it needs. */
export interface Stage<Shared = never, Event extends TaskEvent = TaskEvent> {
  /** Its name in results and the name of its folder. */
  readonly name: string;
  readonly task: Task<never, unknown, Shared, Event>;
  readonly input: unknown;
  readonly needs: readonly string[];
  readonly cost: number;
}

/** Options of {@link createStage}. */
export interface StageOptions<Input> {
  /** Letters, digits, dots, hyphens and underscores, not starting with a dot; unique in the pipeline. */
  readonly name: string;
  /** Plain data, as JSON can represent it. Together with the task and the needed stages it determines the result. */
  readonly input: Input;
  /** The names of the stages whose results the task gets. Default: none. */
  readonly needs?: readonly string[];
  /**
   * How long it takes compared with the others, in any unit. Of the stages that are ready, the one at the start of the
   * longest chain starts first. Default: 1.
   */
  readonly cost?: number;
}

const TASK = { argument: "task", prefix: "task." };

/**
 * Creates a stage. The compiler checks the type of the input against the task.
 *
 * @returns the stage, for `runPipeline` of `@dark-knowledge/pipeline/node`
 * @throws ArgumentError when the name cannot be a folder's, the input is not plain data, or the cost is not a positive
 * number
 *
 * @example
 * ```ts
 * import { createStage, defineTask } from "@dark-knowledge/pipeline";
 *
 * const square = defineTask(import.meta.url, { id: "example/square", version: 1 }, async (input: number) => input ** 2);
 * const stage = createStage(square, { name: "nine", input: 3 });
 * stage.needs; // => []
 * ```
 */
export function createStage<Input, Shared, Event extends TaskEvent>(
  task: Task<Input, unknown, Shared, Event>,
  options: StageOptions<Input>,
): Stage<Shared, Event> {
  assertFields("createStage", task, { id: "text", version: "number", run: "function" }, TASK);
  assertFields("createStage", options, { name: "text", needs: "texts?" });
  const { name, input, needs = [], cost = 1 } = options;
  assertStageName("createStage", "name", name);
  const wrong = findNonJson(input);
  if (wrong)
    throw fault(`input${wrong.path}`, "must be plain data, as JSON can represent it", formatValue(wrong.value));
  assertNumber("createStage", "cost", cost, { above: 0 });
  return { name, task, input, needs: [...needs], cost };
}

function fault(argument: string, expected: string, received: string): ArgumentError {
  return new ArgumentError({ functionName: "createStage", argument, expected, received, code: "range" });
}
