import type { SoftTargets } from "../../soft-targets.ts";
import { spreadTail } from "../../top-k-logits.ts";

/** Some examples and their full rows of logits. */
export interface FullRows {
  readonly ids: readonly number[];
  readonly logits: Float32Array;
}

/** The answers of one view in ascending order of their ids; the rest of top-k answers is spread over the other classes. */
export async function* fullRows(softTargets: SoftTargets, augmentationSeed: number): AsyncGenerator<FullRows> {
  const classCount = softTargets.manifest.classNames.length;
  for await (const { ids, answers, augmentationSeed: seed } of softTargets.blocks()) {
    if (seed !== augmentationSeed) continue;
    yield { ids, logits: answers.kind === "dense" ? answers.logits : spreadTail(answers, { classCount }) };
  }
}
