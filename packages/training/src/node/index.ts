export { type LoadAnswersOptions, type LoadedAnswers, loadAnswers } from "./load-answers.ts";
export {
  type ExamplesDescription,
  type LoadExamplesOptions,
  type LoadedExamples,
  loadExamples,
} from "./load-examples.ts";
export { loadModel } from "./load-model.ts";
export { loadStudent } from "./load-student.ts";
export { type DirectoryCheckpoints, type OpenCheckpointsOptions, openCheckpoints } from "./open-checkpoints.ts";
export {
  type OutOfFoldTeacher,
  type RecordOutOfFoldOptions,
  recordOutOfFold,
} from "./record-out-of-fold.ts";
export {
  type RecordedSoftTargets,
  type RecordedViews,
  type RecordSoftTargetsOptions,
  recordSoftTargets,
} from "./record-soft-targets.ts";
export { type SaveModelOptions, saveModel } from "./save-model.ts";
export { type SaveStudentOptions, saveStudent } from "./save-student.ts";
