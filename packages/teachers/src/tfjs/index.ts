export { type EnsembleTeacher, ensembleTeacher } from "./ensemble-teacher.ts";
export { type GraphTeacherOptions, graphTeacher, type PredictingModel } from "./graph-teacher.ts";
export { type ExternalTeacherFunction, type TeacherFunctionOptions, toTeacherFunction } from "./to-teacher-function.ts";
