export {
  createSoftTargetWriter,
  type SoftTargetWriter,
  type SoftTargetWriterOptions,
  type WantedAnswers,
} from "./create-soft-target-writer.ts";
export { openSoftTargets } from "./open-soft-targets.ts";
