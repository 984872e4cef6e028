export { RELAXED_SIMD, useRelaxedSimd } from "./relaxed-simd.ts";
export { type BundleOptions, useBundle } from "./use-bundle.ts";
export { type Child, useChild } from "./use-child.ts";
export { type Disk, useDisk } from "./use-disk.ts";
export { useTemporaryDirectory } from "./use-temporary-directory.ts";
export {
  badErrorsOf,
  type RightCalls,
  testWrongArguments,
  type WrongArguments,
  wrongArguments,
} from "./wrong-arguments.ts";
