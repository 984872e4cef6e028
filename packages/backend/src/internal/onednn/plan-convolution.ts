import type { WindowSizes } from "@dark-knowledge/core";
import { FORWARD, longs, type OneDnn } from "./one-dnn.ts";
import type { Geometry, Handle } from "./one-dnn-functions.ts";
import { takePlan } from "./take-plan.ts";

/** The operation: the convolution, or its gradient with respect to the input or to the filter. */
export type ConvolutionKind = "forward" | "input" | "filter";

const DIRECT = 1;

/** Descriptions of the tensors. */
type Descs = Readonly<Record<"x" | "y" | "filter" | "bias", Uint8Array>>;

/** The tensors of a convolution as they lie in memory, and the filter as it suits the library. */
export function describeConvolution(
  library: OneDnn,
  conv: WindowSizes & { readonly batchSize: number },
): Descs & { readonly anyFilter: Uint8Array } {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = conv;
  const { filterHeight, filterWidth } = conv;
  const filterSizes = [outChannels, inChannels, filterHeight, filterWidth];
  const filterStrides = [1, outChannels, filterWidth * inChannels * outChannels, inChannels * outChannels];
  return {
    x: describeImages(library, batchSize, inHeight, inWidth, inChannels),
    y: describeImages(library, batchSize, outHeight, outWidth, outChannels),
    bias: library.describeTensor([outChannels], [1]),
    filter: library.describeTensor(filterSizes, filterStrides),
    anyFilter: library.describeTensor(filterSizes, "any"),
  };
}

/** Plans the convolution; the plan of a gradient is made with that of the convolution at hand. */
export function planConvolution(
  library: OneDnn,
  kind: ConvolutionKind,
  conv: WindowSizes,
  descs: Descs,
  hasBias: boolean,
  keep: (plan: Handle) => Handle,
): Handle {
  const forward = describeForward(library, conv, descs, hasBias);
  if (kind === "forward") return keep(planForward(library, forward, conv, false));
  const forwardPlan = keep(library.plan(forward, null));
  const { x, y, filter } = descs;
  const geometry = geometryOf(conv);
  const gradient = library.describeOperation((functions, desc) =>
    kind === "input"
      ? functions.dnnl_dilated_convolution_backward_data_desc_init(desc, DIRECT, x, filter, y, ...geometry)
      : functions.dnnl_dilated_convolution_backward_weights_desc_init(desc, DIRECT, x, filter, null, y, ...geometry),
  );
  return keep(library.plan(gradient, forwardPlan));
}

/** Up to so many channels, the second implementation that the library offers may be faster than the first. */
const FEW_CHANNELS = 16;

/** Plans a convolution itself, of which a relu may be a part, by the faster of the implementations. */
export function planForward(library: OneDnn, operation: Uint8Array, conv: WindowSizes, isRelu: boolean): Handle {
  return takePlan(library, library.listPlans(operation, isRelu, conv.inChannels > FEW_CHANNELS ? 1 : 2));
}

/** Describes the convolution itself. */
export function describeForward(
  library: OneDnn,
  conv: WindowSizes,
  { x, y, filter, bias }: Descs,
  hasBias: boolean,
  purpose: number = FORWARD,
): Uint8Array {
  const geometry = geometryOf(conv);
  return library.describeOperation((functions, desc) =>
    functions.dnnl_dilated_convolution_forward_desc_init(
      desc,
      purpose,
      DIRECT,
      x,
      filter,
      hasBias ? bias : null,
      y,
      ...geometry,
    ),
  );
}

/** Images `[batch, height, width, channels]`, in the library's order of axes: batch, channels, height, width. */
export function describeImages(
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
export function geometryOf(conv: WindowSizes): Geometry {
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
