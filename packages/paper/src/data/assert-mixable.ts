import { ArgumentError } from "@dark-knowledge/core";
import { batches, type Dataset, mixup } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";

/**
 * Throws before any net is trained where the examples of a dataset cannot be mixed.
 *
 * @param alpha of mixup; nothing is mixed where it is 0 or left out
 */
export function assertMixable(training: Dataset, alpha: number | undefined): void {
  if (!alpha) return;
  if ("storage" in training) throw new SpecError("data.storage", "must be memory where examples are mixed", "files");
  try {
    batches(training, { batchSize: 1, seed: 1, epoch: 0, augment: [mixup({ alpha })] });
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new SpecError("mixup", "must be left out for sequences and tokens, which cannot be mixed", String(alpha));
  }
}
