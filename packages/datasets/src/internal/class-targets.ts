import type { Dataset } from "../dataset.ts";
import type { ClassTargets } from "../targets.ts";
import { fail } from "./fail.ts";

/** The targets of a dataset whose examples have a class each; throws for another one. */
export function classTargets(functionName: string, { targets }: Dataset): ClassTargets {
  if (targets.kind === "classes") return targets;
  fail(functionName, "state", "dataset", 'must have targets of kind "classes"', `"${targets.kind}"`);
}
