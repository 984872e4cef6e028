import type { MemorySample } from "./protocol.ts";

/** What a leak run amounts to. */
export interface LeakJudgement {
  readonly verdict: "reached" | "missed";
  /** Tensors at the end, less those after the first step. */
  readonly moreTensors: number;
  /** What the wasm heap has grown by since the first tenth of the steps, in bytes. */
  readonly heapGrowth: number;
  /** The resident size at the end, divided by that after the first tenth of the steps. */
  readonly residentRatio: number;
}

/** Resident size goes up and down by itself; this much more counts as flat. */
export const FLAT_RATIO = 1.05;

/** No tensor more, no more heap, and a resident size within {@link FLAT_RATIO} of that after the first tenth. */
export function judgeLeak(memory: readonly MemorySample[]): LeakJudgement {
  const [start, settled] = memory;
  const end = memory.at(-1)!;
  const moreTensors = end.tensors - start!.tensors;
  const heapGrowth = end.wasmHeapBytes - settled!.wasmHeapBytes;
  const residentRatio = end.residentBytes / settled!.residentBytes;
  const isFlat = moreTensors === 0 && heapGrowth === 0 && residentRatio <= FLAT_RATIO;
  return { verdict: isFlat ? "reached" : "missed", moreTensors, heapGrowth, residentRatio };
}
