import { assertFields, assertNumber, assertOneOf, type GivenAs } from "@dark-knowledge/core";
import type { SoftTargetManifest } from "../../manifest.ts";

/** Checks the form in which answers came, and brings it to the order in which manifests are compared. */
export function checkGivenAs(functionName: string, givenAs: GivenAs, task: SoftTargetManifest["task"]): GivenAs {
  assertFields(functionName, { givenAs }, { givenAs: "object" });
  const { kind, temperature, topK } = givenAs;
  const kinds = task === "numbers" ? (["numbers"] as const) : (["logits", "probs", "logProbs"] as const);
  assertOneOf<string>(functionName, "givenAs.kind", kind, kinds);
  assertNumber(functionName, "givenAs.temperature", temperature, { above: 0 });
  if (topK !== undefined) assertOneOf(functionName, "givenAs.topK", String(topK), ["true"]);
  return { kind, temperature, ...(topK ? { topK } : {}) };
}
