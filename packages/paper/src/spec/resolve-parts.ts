import type { z } from "zod";
import type { SpecParts } from "../experiment.ts";
import { mergeAll } from "./merge-all.ts";
import { mergeParts } from "./merge-parts.ts";
import { parseSpec } from "./parse-spec.ts";

/**
 * Resolves a full specification: the parts merged over their defaults, later parts over earlier ones.
 *
 * @param defaultsFor the defaults, which may depend on what is given
 * @throws SpecError for the first field that is wrong
 */
export function resolveParts<Spec>(
  schema: z.ZodType<Spec>,
  parts: readonly SpecParts[],
  defaultsFor: (given: SpecParts) => SpecParts,
): Spec {
  const given = mergeAll(parts);
  return parseSpec(schema, mergeParts(defaultsFor(given), given));
}
