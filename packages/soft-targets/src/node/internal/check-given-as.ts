import { assertFields, assertNumber, assertOneOf, type GivenAs } from "@dark-knowledge/core";

/** Checks the form in which answers came, and brings it to the order in which manifests are compared. */
export function checkGivenAs(functionName: string, givenAs: GivenAs): GivenAs {
  assertFields(functionName, { givenAs }, { givenAs: "object" });
  const { kind, temperature, topK } = givenAs;
  assertOneOf(functionName, "givenAs.kind", kind, ["logits", "probs", "logProbs"]);
  assertNumber(functionName, "givenAs.temperature", temperature, { above: 0 });
  if (topK !== undefined) assertOneOf(functionName, "givenAs.topK", String(topK), ["true"]);
  return { kind, temperature, ...(topK ? { topK } : {}) };
}
