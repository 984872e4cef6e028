import type { SourceKind } from "@dark-knowledge/datasets";
import { LOG_MELS } from "@dark-knowledge/speech";

/**
 * The kinds of sources that students of experiments have besides those of `@dark-knowledge/datasets`, for the option `kinds` of
 * `loadStudent` and `loadExamples`.
 */
export const SOURCE_KINDS: readonly SourceKind[] = [LOG_MELS as SourceKind];
