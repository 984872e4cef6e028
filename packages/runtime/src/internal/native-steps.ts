import type { NativeLayer, NativeLayers } from "@dark-knowledge/core";
import { LARGEST_INPUT, type Machine, type Value } from "./operation.ts";

/** Where a native layer finds and leaves numbers, in the memory. */
interface Ends {
  readonly x: number;
  readonly bias: number;
  readonly y: number;
}

/** Computes so many examples, of so many rows each, by a native library; false: nothing was written. */
export type NativeStep = (examples: number, perExample: number) => boolean;

/** The operations of a plan that a native library computes too. */
export interface NativeSteps {
  readonly hasLibrary: boolean;
  /** Makes a layer once, although a plan may be started again with more memory; undefined where there is no library. */
  once(create: (library: NativeLayers, isRelu: boolean) => NativeLayer): (isRelu: boolean) => NativeLayer | undefined;
  dispose(): void;
}

/** Lets a library make its layers. */
export function createNativeSteps(native: NativeLayers | undefined): NativeSteps {
  const layers: NativeLayer[] = [];
  return {
    hasLibrary: native !== undefined,
    once(create) {
      let layer: NativeLayer | undefined;
      return (isRelu) => {
        if (native === undefined || layer !== undefined) return layer;
        layer = create(native, isRelu);
        layers.push(layer);
        return layer;
      };
    },
    dispose() {
      for (const layer of layers.splice(0)) layer.dispose();
    },
  };
}

/** Up to so many examples a library compiles each number; above, multiples of it. */
const STEP = 8;

/** Above this, sums may be too large for float32, or come near. */
const LARGEST_RESULT = 2 ** 120;

/**
 * The step of a layer on a machine. A library makes 0 of NaN where a relu or the largest of a window follows, so it computes only where there can be none: where inputs are bounded,
 * and with them, by `bound`, all results.
 */
export function nativeStep(
  layer: NativeLayer | undefined,
  bound: Value["bound"],
  machine: Machine,
  ends: Ends,
): NativeStep {
  if (layer === undefined || bound === undefined || !(bound() < LARGEST_RESULT)) return () => false;
  const at = { memory: machine.floats.buffer, ...ends };
  return (examples, perExample) => {
    if (!(machine.largestInput <= LARGEST_INPUT)) return false;
    return layer.run(roundedUp(examples, machine) * perExample, at);
  };
}

/** How many examples to compute: those beyond the ones that are asked for lie in the memory anyway, and nobody reads their results. */
function roundedUp(examples: number, { room }: Machine): number {
  return examples <= STEP ? examples : Math.min(room, Math.ceil(examples / STEP) * STEP);
}
