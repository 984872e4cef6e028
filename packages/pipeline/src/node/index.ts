export { createThreadRunner, type ThreadRunnerOptions } from "./create-thread-runner.ts";
export type { Environment } from "./environment.ts";
export { OtherEnvironmentError } from "./other-environment-error.ts";
export type { PipelineEvent } from "./pipeline-event.ts";
export type { PipelinePlace } from "./pipeline-place.ts";
export { planPipeline } from "./plan-pipeline.ts";
export type { PlannedStage, StageStatus } from "./planned-stage.ts";
export { type PipelineOptions, type PipelineOutcome, runPipeline } from "./run-pipeline.ts";
export type { StageOutcome } from "./stage-outcome.ts";
