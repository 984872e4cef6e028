import { assertFields } from "@dark-knowledge/core";

/** Throws unless a question to a teacher has ids and features, and a signal that can be heard. */
export function assertRequest(functionName: string, request: unknown): void {
  assertFields(functionName, request, { ids: "int32", features: "object", signal: "signal?" }, { argument: "request" });
  const { features } = request as { readonly features: object };
  assertFields(functionName, features, { values: "values", shape: "numbers" }, { prefix: "features." });
}
