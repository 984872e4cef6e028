import type { Convolution } from "../convolutions/convolution.ts";
import type { Operands } from "./native-convolutions.ts";
import { type Geometry, type Handle, longs, type OneDnn, type Place } from "./one-dnn.ts";

/** The operation: the convolution, or its gradient with respect to the input or to the filter. */
export type ConvolutionKind = "forward" | "input" | "filter";

/** A convolution that has been compiled for its sizes. */
export interface CompiledConvolution {
  /** Computes it on a memory, with byte offsets of the tensors. */
  run(memory: ArrayBufferLike, at: Operands): void;
  destroy(): void;
}

const DIRECT = 1;
const TRAINING = 64;

/** The places of the tensors among the arguments; gradients have those of their tensors and 128 more. */
const PLACES = { x: 1, y: 17, filter: 33, bias: 41 } as const;
const GRADIENT = 128;

/** Which of the tensors are gradients. */
const GRADIENTS = { forward: [], input: ["x", "y"], filter: ["filter", "y"] } as const;

/** Queries of a plan: how it wants the filter, and the filter's gradient. */
const WANTED_FILTER = 131;
const WANTED_FILTER_GRADIENT = 132;

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
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = conv;
  const { filterHeight, filterWidth } = conv;
  const filterSizes = [outChannels, inChannels, filterHeight, filterWidth];
  const filterStrides = [1, outChannels, filterWidth * inChannels * outChannels, inChannels * outChannels];
  const descs = {
    x: describeImages(library, batchSize, inHeight, inWidth, inChannels),
    y: describeImages(library, batchSize, outHeight, outWidth, outChannels),
    bias: library.describeTensor([outChannels], [1]),
    filter: library.describeTensor(filterSizes, filterStrides),
  };
  const plans: Handle[] = [];
  const keep = (plan: Handle): Handle => {
    plans.push(plan);
    return plan;
  };
  try {
    const anyFilter = library.describeTensor(filterSizes, "any");
    const plan = planConvolution(library, kind, conv, { ...descs, filter: anyFilter }, hasBias, keep);
    const isFilterMade = kind === "filter";
    const wanted = library.wanted(plan, isFilterMade ? WANTED_FILTER_GRADIENT : WANTED_FILTER);
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

/** Descriptions of the tensors. */
type Descs = Readonly<Record<"x" | "y" | "filter" | "bias", Uint8Array>>;

/** Plans the convolution; the plan of a gradient is made with that of the convolution at hand. */
function planConvolution(
  library: OneDnn,
  kind: ConvolutionKind,
  conv: Convolution,
  { x, y, filter, bias }: Descs,
  hasBias: boolean,
  keep: (plan: Handle) => Handle,
): Handle {
  const geometry = geometryOf(conv);
  const forward = library.describeOperation((functions, desc) =>
    functions.dnnl_dilated_convolution_forward_desc_init(
      desc,
      TRAINING,
      DIRECT,
      x,
      filter,
      hasBias ? bias : null,
      y,
      ...geometry,
    ),
  );
  const forwardPlan = keep(library.plan(forward, null));
  if (kind === "forward") return forwardPlan;
  const gradient = library.describeOperation((functions, desc) =>
    kind === "input"
      ? functions.dnnl_dilated_convolution_backward_data_desc_init(desc, DIRECT, x, filter, y, ...geometry)
      : functions.dnnl_dilated_convolution_backward_weights_desc_init(desc, DIRECT, x, filter, null, y, ...geometry),
  );
  return keep(library.plan(gradient, forwardPlan));
}

/** Images `[batch, height, width, channels]`, in the library's order of axes: batch, channels, height, width. */
function describeImages(
  library: OneDnn,
  batchSize: number,
  height: number,
  width: number,
  channels: number,
): Uint8Array {
  const strides = [height * width * channels, 1, width * channels, channels];
  return library.describeTensor([batchSize, channels, height, width], strides);
}

/** The margin after is what the windows need: less than nothing where some of the image is never seen. */
function geometryOf(conv: Convolution): Geometry {
  const { top, left } = conv.padInfo;
  const strides = [conv.strideHeight, conv.strideWidth];
  const dilations = [conv.dilationHeight - 1, conv.dilationWidth - 1];
  const seen = [
    (conv.outHeight - 1) * conv.strideHeight + (conv.filterHeight - 1) * conv.dilationHeight + 1,
    (conv.outWidth - 1) * conv.strideWidth + (conv.filterWidth - 1) * conv.dilationWidth + 1,
  ];
  const after = [seen[0]! - conv.inHeight - top, seen[1]! - conv.inWidth - left];
  return [longs(strides), longs(dilations), longs([top, left]), longs(after)];
}
