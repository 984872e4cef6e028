import type { WasmBackend } from "./wasm-backend.ts";

/** A cache line, and the widest vector of a processor. */
const LINE = 64;

/** Smaller blocks are left where they are: a small matrix stays in the cache. */
const LARGE = 4096;

const ALIGNED: unique symbol = /* @__PURE__ */ Symbol.for("@dark-knowledge/backend/aligned-memory") as never;

/**
 * Lets large blocks of the linear memory begin at whole cache lines from now on. The allocator aligns them to 8 bytes, so that vectors of a
 * native library lie across two lines each: products take up to a tenth longer.
 */
export function alignMemory({ wasm }: WasmBackend): void {
  const aligned = wasm as WasmBackend["wasm"] & { [ALIGNED]?: true };
  if (aligned[ALIGNED]) return;
  aligned[ALIGNED] = true;
  // Their first calls put the functions themselves in place of what calls them.
  wasm._free(wasm._malloc(LINE));
  const { _malloc: allocate, _free: free } = wasm;
  // By the place that was given out, the one that the allocator knows.
  const starts = new Map<number, number>();
  wasm._malloc = (bytes) => {
    if (bytes < LARGE) return allocate(bytes);
    const start = allocate(bytes + LINE - 1) >>> 0;
    const place = Math.ceil(start / LINE) * LINE;
    if (place !== start) starts.set(place, start);
    return place;
  };
  wasm._free = (place) => {
    // Above 2 GiB the backend may have it as a negative number.
    const known = place >>> 0;
    free(starts.get(known) ?? place);
    starts.delete(known);
  };
}
