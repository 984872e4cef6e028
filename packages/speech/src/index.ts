export { type ContextOptions, type ContextWindows, contextWindows } from "./context-windows.ts";
export { corpusWordErrors } from "./corpus-word-errors.ts";
export { logMel } from "./log-mel.ts";
export type { LogMelOptions } from "./log-mel-options.ts";
export { createLogMelStream, type LogMelStream } from "./log-mel-stream.ts";
export { type MatchedPairs, matchedPairs } from "./matched-pairs.ts";
export { type MfccOptions, mfcc } from "./mfcc.ts";
export {
  type FeatureStatistics,
  featureStatistics,
  type NormaliseOptions,
  normaliseFeatures,
} from "./normalise-features.ts";
export { type PairedBootstrap, type PairedBootstrapOptions, pairedBootstrap } from "./paired-bootstrap.ts";
export { readSphinxFeatures, type SphinxFeatureOptions } from "./read-sphinx-features.ts";
export { type DeltaOptions, withDeltas } from "./with-deltas.ts";
export type { AlignedWord, CorpusWordErrors, WordErrorCounts, WordErrors } from "./word-error-counts.ts";
export { wordErrors } from "./word-errors.ts";
