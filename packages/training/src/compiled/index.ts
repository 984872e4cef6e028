export { type CompiledStudent, createCompiledStudent } from "./create-compiled-student.ts";
export { loadCompiledStudent } from "./load-compiled-student.ts";
