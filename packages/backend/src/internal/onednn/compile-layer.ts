import type { LayerPlaces } from "@dark-knowledge/core";
import { type OneDnn, PLACES } from "./one-dnn.ts";
import type { Handle } from "./one-dnn-functions.ts";
import type { PackedKernel } from "./pack-kernel.ts";

/** A memory, and where the tensors of a layer lie in it, in bytes. */
type LayerOperands = Pick<LayerPlaces, "memory"> & { readonly [Name in keyof typeof PLACES]?: number };

/** A layer that has been compiled for a number of rows or images, or a product for its sizes. */
export interface CompiledLayer {
  run(at: LayerOperands): void;
  destroy(): void;
}

/** A layer that has been planned, and how its tensors lie in memory; pooling has neither kernel nor bias, and a product both factors. */
export interface PlannedLayer {
  readonly plan: Handle;
  readonly descs: { readonly [Name in keyof typeof PLACES]?: Uint8Array };
}

/**
 * Compiles a layer, with its weights packed as it wants them if they stay, and gives the plan back.
 *
 * @throws OneDnnError when the library cannot compute it
 */
export function compileLayer(
  library: OneDnn,
  { plan, descs }: PlannedLayer,
  kernel: PackedKernel | undefined,
): CompiledLayer {
  const { packed, primitive } = compilePlan(library, plan, kernel);
  const memories = Object.entries(descs).map(([name, desc]) => {
    return [name as keyof typeof descs, library.createMemory(desc, "later")] as const;
  });
  const places = memories.map(([name, memory]) => [PLACES[name], memory] as const);
  const list = library.listPlaces(packed === undefined ? places : [...places, [PLACES.filter, packed]]);
  let last: LayerOperands | undefined;
  return {
    run(at) {
      // What computes answers stays where it is, so this is done once.
      if (last?.memory !== at.memory || memories.some(([name]) => last?.[name] !== at[name])) {
        for (const [name, memory] of memories) library.setData(memory, new Float32Array(at.memory, at[name], 1));
        last = at;
      }
      library.execute(primitive, list);
      library.wait();
    },
    destroy() {
      library.destroy(
        [primitive],
        memories.map(([, memory]) => memory),
      );
    },
  };
}

function compilePlan(library: OneDnn, plan: Handle, kernel: PackedKernel | undefined) {
  try {
    return { packed: kernel?.packedAs(library.wanted(plan, "filter")), primitive: library.compile(plan) };
  } finally {
    library.destroyPlan(plan);
  }
}
