export { type CommandTeacher, type CommandTeacherOptions, commandTeacher } from "./command-teacher.ts";
export { loadOnnxRuntime } from "./load-onnx-runtime.ts";
export { type OpenedTeacher, type OpenTeacherOptions, openTeacher, teacherKindOf } from "./open-teacher.ts";
