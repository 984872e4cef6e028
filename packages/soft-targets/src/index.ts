export type { AnswerKind, GivenAs } from "@dark-knowledge/core";
export { describeSoftTargets, type SoftTargetTables } from "./describe-soft-targets.ts";
export { type FetchSoftTargetsOptions, fetchSoftTargets } from "./fetch-soft-targets.ts";
export type { GivenAnswers, GivenTopK } from "./given-answers.ts";
export type { BodyReaderLike, FetchLike, ResponseLike } from "./internal/fetch-bytes.ts";
export type { ColumnSummary } from "./internal/summarise-columns.ts";
export {
  parseManifest,
  type SoftTargetEncoding,
  type SoftTargetManifest,
  type SoftTargetShard,
  type SoftTargetTask,
  type UnansweredExamples,
} from "./manifest.ts";
export { type OpenSoftTargetsOptions, openSoftTargetsFrom } from "./open-soft-targets-from.ts";
export { selectAnswers } from "./select-answers.ts";
export type {
  ByteRange,
  DenseAnswers,
  SoftTargetAnswers,
  SoftTargetBlock,
  SoftTargetFiles,
  SoftTargets,
  TopKAnswers,
} from "./soft-targets.ts";
export { type SoftTargetSummary, type SummariseOptions, summariseSoftTargets } from "./summarise-soft-targets.ts";
export { type TakeAnswersOptions, type TakenAnswers, takeAnswers } from "./take-answers.ts";
export { spreadTail, type TopKLogits, topKLogits } from "./top-k-logits.ts";
export { type VerifyOptions, verifySoftTargets } from "./verify-soft-targets.ts";
