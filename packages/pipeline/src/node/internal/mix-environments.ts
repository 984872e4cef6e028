import type { Environment } from "../environment.ts";

/** Describes the environment of a stage that was started in one and resumes in another: settings that differ have both values. */
export function mixEnvironments(before: Environment, now: Environment): Environment {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return Object.fromEntries(Array.from(names, (name) => [name, mix(before[name], now[name])]));
}

function mix(before: string | number = "not set", now: string | number = "not set"): string | number {
  return before === now || String(before).endsWith(`, then ${now}`) ? before : `${before}, then ${now}`;
}
