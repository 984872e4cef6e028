export { createSoftTargetWriter } from "./create-soft-target-writer.ts";
export { type ExportedSoftTargets, type ExportSoftTargetsOptions, exportSoftTargets } from "./export-soft-targets.ts";
export { type ImportSoftTargetsOptions, importSoftTargets } from "./import-soft-targets.ts";
export { openSoftTargets } from "./open-soft-targets.ts";
export type { SoftTargetWriter, SoftTargetWriterOptions, WantedAnswers } from "./soft-target-writer.ts";
