export { type AnsweredLogits, type AnswerLogitsOptions, answerLogits } from "./answer-logits.ts";
export type {
  ExternalTeacher,
  NumberRows,
  TeacherAnswer,
  TeacherFeatures,
  TeacherRequest,
  TopKLogitRows,
  TopKProbRows,
} from "./external-teacher.ts";
export { mapClasses } from "./map-classes.ts";
