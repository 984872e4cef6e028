export { type TeacherFunctionOptions, toTeacherFunction } from "./to-teacher-function.ts";
