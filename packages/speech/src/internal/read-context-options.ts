import { assertInteger, assertOptions } from "@dark-knowledge/core";
import type { ContextOptions } from "../context-options.ts";

/** @throws ArgumentError when an option is not in its range */
export function readContextOptions(functionName: string, options: ContextOptions): Required<ContextOptions> {
  assertOptions<ContextOptions>(functionName, options, { past: true, future: true });
  const { past = 20, future = 5 } = options;
  assertInteger(functionName, "past", past, { min: 0, max: 10_000 });
  assertInteger(functionName, "future", future, { min: 0, max: 10_000 });
  return { past, future };
}
