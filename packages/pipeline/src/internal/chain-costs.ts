import type { Stage } from "../create-stage.ts";

/**
 * Computes for each stage its cost plus that of the longest chain of stages that wait for it. Stages come after those
 * that they need.
 */
export function chainCosts(stages: readonly Pick<Stage, "name" | "needs" | "cost">[]): ReadonlyMap<string, number> {
  const behind = new Map<string, number>();
  const costs = new Map<string, number>();
  for (const { name, needs, cost } of [...stages].reverse()) {
    const whole = cost + (behind.get(name) ?? 0);
    costs.set(name, whole);
    for (const need of needs) behind.set(need, Math.max(behind.get(need) ?? 0, whole));
  }
  return costs;
}
