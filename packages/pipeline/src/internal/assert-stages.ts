import { ArgumentError, assertArray, assertFields, formatValue } from "@dark-knowledge/core";
import type { Stage } from "../create-stage.ts";
import { findNonJson } from "./find-non-json.ts";
import { assertStageName } from "./stage-name.ts";

/** Throws unless every stage is one that `createStage` could have made. */
export function assertStages(functionName: string, stages: readonly object[]): void {
  assertArray(functionName, "stages", stages, "Array");
  for (const [index, stage] of stages.entries()) {
    const prefix = `stages[${index}].`;
    const fields = { name: "text", task: "object", needs: "texts", cost: "number" } as const;
    assertFields(functionName, stage, fields, { argument: prefix.slice(0, -1), prefix });
    const { name, task, input } = stage as Stage;
    assertStageName(functionName, `${prefix}name`, name);
    assertFields(functionName, task, { id: "text", version: "number", run: "function" }, { prefix: `${prefix}task.` });
    const wrong = findNonJson(input);
    if (wrong === undefined) continue;
    throw new ArgumentError({
      ...{
        functionName,
        argument: `${prefix}input${wrong.path}`,
        expected: "must be plain data, as JSON can represent it",
      },
      ...{ received: formatValue(wrong.value), code: "range" },
    });
  }
}
