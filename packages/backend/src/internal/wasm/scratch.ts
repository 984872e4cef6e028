import type { WasmBackend } from "./wasm-backend.ts";

/** Lends `use` so many floats of the linear memory each, as byte offsets, and takes them back, also when it throws. */
export function withScratch(backend: WasmBackend, sizes: readonly number[], use: (...at: number[]) => void): void {
  const { wasm } = backend;
  const total = sizes.reduce((sum, size) => sum + rounded(size), 0);
  const start = wasm._malloc(4 * total) >>> 0;
  if (start === 0) throw new Error(`the memory of the wasm backend is full: ${4 * total} bytes more are needed`);
  try {
    let at = start;
    use(
      ...sizes.map((size) => {
        const own = at;
        at += 4 * rounded(size);
        return own;
      }),
    );
  } finally {
    wasm._free(start);
  }
}

/** Four floats more than asked for, so that a vector may be read where the last float lies. */
function rounded(size: number): number {
  return (Math.ceil(size / 4) + 1) * 4;
}
