export { createInlineRunner } from "./create-inline-runner.ts";
export { createStage, type Stage, type StageOptions } from "./create-stage.ts";
export { defineTask, type TaskIdentity } from "./define-task.ts";
export type { Attempt, Runner, TaskRequest } from "./runner.ts";
export type { NeededStage, Task, TaskContext, TaskEvent } from "./task.ts";
