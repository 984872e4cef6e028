import type { Stage } from "../../create-stage.ts";
import type { Environment } from "../environment.ts";
import { hashJson } from "./hash-json.ts";

/** The keys that identify a stage's result. */
export interface StageKeys {
  /**
   * A hash of the task, the input, the identity of the shared data, and the content keys of the stages that it needs.
   */
  readonly content: string;
  /** The same with its own environment and that of the stages that it needs. */
  readonly exact: string;
}

/** Computes the content key of every stage. Stages come after those that they need. */
export function contentKeys(stages: readonly Stage[], identity: unknown): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { name, task, input, needs } of stages) {
    const needed = needs.map((need) => [need, keys.get(need)!]);
    keys.set(name, hashJson({ task: task.id, version: task.version, input, identity: identity ?? null, needed }));
  }
  return keys;
}

/** Computes the exact key of a stage from those of the stages that it needs. */
export function exactKey(content: string, environment: Environment, needed: readonly string[]): string {
  return hashJson({ content, environment, needed });
}
