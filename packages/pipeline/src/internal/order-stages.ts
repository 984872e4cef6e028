import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { Stage } from "../create-stage.ts";

/**
 * Orders stages so that each comes after those that it needs, otherwise in the order given.
 *
 * @throws ArgumentError when two share a name, one needs a stage that does not exist, or they need each other in a
 * circle
 */
export function orderStages<One extends Pick<Stage, "name" | "needs">>(
  functionName: string,
  stages: readonly One[],
): readonly One[] {
  const byName = new Map<string, One>();
  for (const stage of stages) {
    if (byName.has(stage.name)) throw fault("must have different names", formatValue(stage.name));
    byName.set(stage.name, stage);
  }
  const ordered = new Set<One>();
  const visiting = new Set<One>();
  function visit(stage: One, path: readonly string[]): void {
    if (ordered.has(stage)) return;
    const way = [...path, stage.name];
    if (visiting.has(stage)) throw fault("must not need each other in a circle", way.join(" → "));
    visiting.add(stage);
    for (const need of stage.needs) {
      const needed = byName.get(need);
      if (needed === undefined) throw fault(`must have the ${formatValue(need)} that ${stage.name} needs`, "none");
      visit(needed, way);
    }
    ordered.add(stage);
  }
  for (const stage of stages) visit(stage, []);
  return [...ordered];

  function fault(expected: string, received: string): ArgumentError {
    return new ArgumentError({ functionName, argument: "stages", expected, received, code: "range" });
  }
}
