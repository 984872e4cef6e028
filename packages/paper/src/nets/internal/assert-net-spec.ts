import { assertFields, assertOneOf, type Fields } from "@dark-knowledge/core";

/** The fields that each kind of net must have before it is built; what builds it checks the numbers. */
const KINDS: Readonly<Record<string, Fields>> = {
  mlp: { hidden: "numbers" },
  embedding: { units: "number", hidden: "numbers" },
  cnn: { filters: "numbers", hidden: "numbers" },
  gru: { recurrent: "numbers", embedding: "number", hidden: "numbers" },
  lstm: { recurrent: "numbers", embedding: "number", hidden: "numbers" },
  file: { path: "text" },
  external: { from: "text" },
};

/** Throws unless a value describes a net of one of some kinds. */
export function assertNetSpec(
  functionName: string,
  spec: unknown,
  kinds: readonly string[] = Object.keys(KINDS),
): void {
  assertFields(functionName, spec, {}, { argument: "spec" });
  const { kind } = spec as { readonly kind?: unknown };
  assertOneOf(functionName, "spec.kind", kind, kinds);
  assertFields(functionName, spec, KINDS[kind]!, { argument: "spec", prefix: "spec." });
}

/** The kinds of nets of this package. */
export const OWN_KINDS: readonly string[] = ["mlp", "embedding", "cnn", "gru", "lstm", "file"];
