import type { Convolution } from "../convolutions/convolution.ts";
import type { Operands } from "./native-convolutions.ts";
import { type OneDnn, PLACES, type Place } from "./one-dnn.ts";
import type { Handle } from "./one-dnn-functions.ts";
import { type ConvolutionKind, describeConvolution, planConvolution } from "./plan-convolution.ts";

/** A convolution that has been compiled for its sizes. */
export interface CompiledConvolution {
  /** Computes it on a memory, with byte offsets of the tensors. */
  run(memory: ArrayBufferLike, at: Operands): void;
  destroy(): void;
}

/** How much more than those of their tensors the places of gradients are. */
const GRADIENT = 128;

/** Which of the tensors are gradients. */
const GRADIENTS = { forward: [], input: ["x", "y"], filter: ["filter", "y"] } as const;

/**
 * Compiles a convolution of images whose channels are last. The library may lay the filter out as suits it: the filter is copied
 * before, and a gradient of it afterwards; images stay where they are.
 *
 * @throws OneDnnError when the library cannot compute it
 */
export function compileConvolution(
  library: OneDnn,
  kind: ConvolutionKind,
  conv: Convolution,
  hasBias: boolean,
): CompiledConvolution {
  const descs = describeConvolution(library, conv);
  const plans: Handle[] = [];
  const keep = (plan: Handle): Handle => {
    plans.push(plan);
    return plan;
  };
  try {
    const plan = planConvolution(library, kind, conv, { ...descs, filter: descs.anyFilter }, hasBias, keep);
    const isFilterMade = kind === "filter";
    const wanted = library.wanted(plan, isFilterMade ? "filterGradient" : "filter");
    const copyPlan = isFilterMade ? library.planCopy(wanted, descs.filter) : library.planCopy(descs.filter, wanted);
    keep(copyPlan);
    const [convolution, copy] = [library.compile(plan), library.compile(copyPlan)];
    const laidOut = library.createMemory(wanted, "own");
    const names = (["x", "y", "filter", "bias"] as const).filter((name) => name !== "bias" || hasBias);
    const memories = names.map((name) => [name, library.createMemory(descs[name], "later")] as const);
    const own = new Map(memories);
    const gradients: readonly string[] = GRADIENTS[kind];
    const places = names.map((name): Place => {
      const argument = PLACES[name] + (gradients.includes(name) ? GRADIENT : 0);
      return [argument, name === "filter" ? laidOut : own.get(name)!];
    });
    const [from, to] = isFilterMade ? [laidOut, own.get("filter")!] : [own.get("filter")!, laidOut];
    const [convolutionPlaces, copyPlaces] = [
      library.listPlaces(places),
      library.listPlaces([
        [PLACES.x, from],
        [PLACES.y, to],
      ]),
    ];
    return {
      run(memory, at) {
        for (const [name, handle] of memories) library.setData(handle, new Float32Array(memory, at[name], 1));
        if (!isFilterMade) library.execute(copy, copyPlaces);
        library.execute(convolution, convolutionPlaces);
        if (isFilterMade) library.execute(copy, copyPlaces);
        library.wait();
      },
      destroy() {
        library.destroy([convolution, copy], [laidOut, ...own.values()]);
      },
    };
  } finally {
    for (const plan of plans) library.destroyPlan(plan);
  }
}
