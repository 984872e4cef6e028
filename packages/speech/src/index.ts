export { type ContextOptions, type ContextWindows, contextWindows } from "./context-windows.ts";
export { logMel } from "./log-mel.ts";
export type { LogMelOptions } from "./log-mel-options.ts";
export { createLogMelStream, type LogMelStream } from "./log-mel-stream.ts";
export { type MfccOptions, mfcc } from "./mfcc.ts";
export {
  type FeatureStatistics,
  featureStatistics,
  type NormaliseOptions,
  normaliseFeatures,
} from "./normalise-features.ts";
export { readSphinxFeatures, type SphinxFeatureOptions } from "./read-sphinx-features.ts";
export { type DeltaOptions, withDeltas } from "./with-deltas.ts";
