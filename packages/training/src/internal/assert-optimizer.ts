import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { Optimizer } from "../optimizer.ts";

const METHODS = ["apply", "learningRate", "settings", "memory", "restore", "dispose"] as const;

/** Throws an ArgumentError unless `value` has the methods of an {@link Optimizer}; those of tfjs have others. */
export function assertOptimizer(functionName: string, value: unknown): asserts value is Optimizer {
  const members = (typeof value === "object" ? value : null) as Partial<Record<string, unknown>> | null;
  if (METHODS.every((name) => typeof members?.[name] === "function")) return;
  throw new ArgumentError({
    functionName,
    argument: "optimizer",
    expected: "must be an optimizer of @dark-knowledge/training, such as sgd({ learningRate: 0.1 })",
    received: formatValue(value),
    code: "dtype",
  });
}
