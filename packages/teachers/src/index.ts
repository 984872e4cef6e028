export type { GivenAs } from "@dark-knowledge/core";
export { type AnsweredLogits, type AnswerLogitsOptions, answerLogits } from "./answer-logits.ts";
export type { BodyFormat } from "./body-format.ts";
export { BudgetError } from "./budget-error.ts";
export type { ChatMessage, ChatPrompt } from "./chat-prompt.ts";
export { type CollectAnswersOptions, type CollectedAnswers, collectAnswers } from "./collect-answers.ts";
export type {
  AnswerTask,
  ExternalTeacher,
  NumberRows,
  TeacherAnswer,
  TeacherFeatures,
  TeacherRequest,
  TopKLogitRows,
  TopKProbRows,
} from "./external-teacher.ts";
export { type HttpTeacherOptions, httpTeacher } from "./http-teacher.ts";
export { type LlmTeacher, type LlmTeacherOptions, llmTeacher } from "./llm-teacher.ts";
export { mapClasses } from "./map-classes.ts";
export { type OnnxRuntime, type OnnxTeacher, type OnnxTeacherOptions, onnxTeacher } from "./onnx-teacher.ts";
export type {
  AdaptiveRows,
  ServiceBudget,
  ServiceHeaders,
  ServiceOptions,
  ServiceTeacher,
  ServiceUsage,
} from "./service-options.ts";
