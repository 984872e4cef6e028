export { type Child, type ChildOptions, useChild } from "./use-child.ts";
export { useTemporaryDirectory } from "./use-temporary-directory.ts";
