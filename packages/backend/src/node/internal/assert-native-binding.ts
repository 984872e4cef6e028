import { assertFields } from "@dark-knowledge/core";

/** Throws an ArgumentError unless `options` say where the parts of a native binding are. */
export function assertNativeBinding(functionName: string, options: unknown): void {
  assertFields(functionName, options, {
    ...{ from: "text?", into: "text?", gpu: "flag?", cwd: "text" },
    ...{ environment: "object", signal: "signal?", onStep: "function?" },
  });
}
