export { type CommandTeacher, type CommandTeacherOptions, commandTeacher } from "./command-teacher.ts";
