import type { Stage } from "../../create-stage.ts";
import type { Environment } from "../environment.ts";
import { hashJson } from "./hash-json.ts";

/** What decides a stage's result. */
export interface StageKeys {
  /** A hash of task, input and what is shared, and of the same of the stages that it needs. */
  readonly content: string;
  /** The same with the environment, its own and that of the stages that it needs. */
  readonly exact: string;
}

/** The content key of every stage, in the order given, which has needs before those that need them. */
export function contentKeys(stages: readonly Stage[], identity: unknown): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { name, task, input, needs } of stages) {
    const needed = needs.map((need) => [need, keys.get(need)!]);
    keys.set(name, hashJson({ task: task.id, version: task.version, input, identity: identity ?? null, needed }));
  }
  return keys;
}

/** The exact key of a stage, from those of the stages that it needs. */
export function exactKey(content: string, environment: Environment, needed: readonly string[]): string {
  return hashJson({ content, environment, needed });
}
