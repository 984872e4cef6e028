import { assertInteger, assertOptions } from "@dark-knowledge/core";
import type { DeltaOptions } from "../delta-options.ts";

/** @throws ArgumentError when an option is not in its range */
export function readDeltaOptions(functionName: string, options: DeltaOptions): Required<DeltaOptions> {
  assertOptions<DeltaOptions>(functionName, options, { order: true, span: true });
  const { order = 2, span = 2 } = options;
  assertInteger(functionName, "order", order, { min: 0, max: 10 });
  assertInteger(functionName, "span", span, { min: 1, max: 1000 });
  return { order, span };
}
