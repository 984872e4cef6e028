import { type OneDnn, PLACES } from "./one-dnn.ts";
import type { Handle } from "./one-dnn-functions.ts";

/** The weights of a layer in each layout that a compiled layer wanted: one for all counts of rows, or a few. */
export interface PackedKernel {
  /** The weights in a layout, in memory of the library's. */
  packedAs(wanted: Handle): Handle;
  destroy(): void;
}

/** Packs weights as they are needed; `desc` says how they lie in `values`, which must not change. */
export function packKernel(library: OneDnn, values: Float32Array, desc: Uint8Array): PackedKernel {
  const known: Handle[] = [];
  return {
    packedAs(wanted) {
      const same = known.find((memory) => library.isSame(library.descOf(memory), wanted));
      if (same !== undefined) return same;
      const plan = library.planCopy(desc, wanted);
      const copy = library.compile(plan);
      library.destroyPlan(plan);
      const [from, to] = [library.createMemory(desc, "later"), library.createMemory(wanted, "own")];
      library.setData(from, values);
      library.execute(
        copy,
        library.listPlaces([
          [PLACES.x, from],
          [PLACES.y, to],
        ]),
      );
      library.wait();
      library.destroy([copy], [from]);
      known.push(to);
      return to;
    },
    destroy() {
      library.destroy([], known.splice(0));
    },
  };
}
