/**
 * Whether WebAssembly multiplies and adds with one rounding here: `a·b + c` as one instruction of relaxed SIMD. Chrome 114, Node 21 and later ones do, on processors that have such an instruction.
 *
 * Kernels that use it are faster, and have other last bits than those that round twice. It is found out with one such operation; a host answers the same each time.
 *
 * @example
 * ```ts
 * import { fusesMultiplyAdd } from "@dark-knowledge/core";
 *
 * typeof fusesMultiplyAdd(); // => "boolean"
 * ```
 */
export function fusesMultiplyAdd(): boolean {
  const { Instance, Module, validate } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  const binary = Uint8Array.from(PROBE);
  if (!validate(binary)) return false;
  const { multiplyAdd } = new Instance(new Module(binary)).exports;
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, of which float32 has no place for the last term.
  return multiplyAdd(1 + 2 ** -12, 1 + 2 ** -12, -1 - 2 ** -11) !== 0;
}

/** The part of the WebAssembly interface that is used here; TypeScript has it among the browser's types only. */
interface WebAssemblyApi {
  readonly Module: new (binary: Uint8Array) => object;
  readonly Instance: new (
    module: object,
  ) => {
    readonly exports: { multiplyAdd(a: number, b: number, c: number): number };
  };
  validate(binary: Uint8Array): boolean;
}

const NAME: readonly number[] = /* @__PURE__ */ [..."multiplyAdd"].map((letter) => letter.charCodeAt(0));

/** A module with one function of three float32. */
const PROBE: readonly number[] = [
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  // Types: (f32, f32, f32) → f32. Functions: one, of this type. Exports: this one.
  ...[1, 8, 1, 0x60, 3, 0x7d, 0x7d, 0x7d, 1, 0x7d],
  ...[3, 2, 1, 0],
  ...[7, NAME.length + 4, 1, NAME.length, ...NAME, 0, 0],
  // Code: f32x4.splat of each argument, f32x4.relaxed_madd, f32x4.extract_lane 0.
  ...[10, 22, 1, 20, 0, 0x20, 0, 0xfd, 0x13, 0x20, 1, 0xfd, 0x13, 0x20, 2, 0xfd, 0x13],
  ...[0xfd, 0x85, 2, 0xfd, 0x1f, 0, 0x0b],
];
