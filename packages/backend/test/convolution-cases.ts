import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";

/** One convolution: of images `x` with `filter`, padded as tfjs's numbers and names say. */
export interface ConvolutionCase {
  readonly x: readonly [batch: number, height: number, width: number, channels: number];
  readonly filter: readonly [height: number, width: number, outputs: number];
  readonly strides: readonly [number, number];
  readonly pad: "same" | "valid" | number;
  readonly dilations?: readonly [number, number];
}

export const CASES: readonly ConvolutionCase[] = [
  { x: [1, 1, 1, 1], filter: [1, 1, 1], strides: [1, 1], pad: "valid" },
  { x: [2, 5, 4, 3], filter: [1, 1, 9], strides: [1, 1], pad: "same" },
  { x: [2, 5, 4, 3], filter: [1, 1, 2], strides: [2, 2], pad: "same" },
  { x: [2, 5, 4, 3], filter: [1, 1, 2], strides: [1, 1], pad: 1 },
  { x: [3, 7, 6, 1], filter: [3, 3, 16], strides: [1, 1], pad: "same" },
  { x: [2, 6, 7, 16], filter: [3, 3, 12], strides: [1, 1], pad: "same" },
  { x: [2, 6, 7, 16], filter: [3, 3, 12], strides: [2, 2], pad: "same" },
  { x: [2, 9, 9, 5], filter: [4, 2, 30], strides: [1, 2], pad: "valid" },
  { x: [1, 8, 8, 4], filter: [3, 3, 8], strides: [3, 3], pad: "valid" },
  { x: [1, 5, 5, 2], filter: [3, 3, 3], strides: [1, 1], pad: 3 },
  { x: [1, 6, 6, 2], filter: [2, 2, 4], strides: [3, 3], pad: 0 },
  { x: [2, 6, 6, 3], filter: [4, 1, 2], strides: [1, 1], pad: 0 },
  { x: [0, 6, 6, 2], filter: [2, 2, 4], strides: [1, 1], pad: "same" },
  // So large that several blocks of one image are needed: 70·70 windows of 9·8 floats are more than 2¹⁸.
  { x: [2, 70, 70, 8], filter: [3, 3, 8], strides: [1, 1], pad: "same" },
];

export const DILATED: readonly ConvolutionCase[] = [
  { x: [2, 9, 8, 3], filter: [3, 3, 5], strides: [1, 1], pad: "same", dilations: [2, 2] },
  { x: [2, 9, 8, 16], filter: [3, 2, 9], strides: [1, 1], pad: "valid", dilations: [1, 3] },
  { x: [1, 9, 8, 16], filter: [3, 3, 8], strides: [1, 1], pad: 2, dilations: [3, 1] },
];

export const DEPTHWISE: readonly ConvolutionCase[] = [
  // Silently wrong on stock wasm; the next two write out of its bounds.
  { x: [1, 10, 10, 1], filter: [4, 1, 1], strides: [2, 2], pad: "same" },
  { x: [2, 6, 6, 3], filter: [4, 1, 2], strides: [1, 1], pad: 0 },
  { x: [1, 5, 3, 6], filter: [1, 3, 2], strides: [1, 2], pad: 0 },
  { x: [1, 1, 1, 1], filter: [1, 1, 1], strides: [1, 1], pad: "valid" },
  { x: [2, 5, 4, 3], filter: [1, 1, 2], strides: [1, 1], pad: "same" },
  { x: [2, 7, 6, 16], filter: [3, 3, 1], strides: [1, 1], pad: "same" },
  { x: [2, 7, 6, 9], filter: [3, 3, 1], strides: [2, 2], pad: "same" },
  { x: [2, 7, 6, 5], filter: [3, 2, 3], strides: [1, 1], pad: "valid" },
  { x: [1, 9, 9, 4], filter: [2, 4, 4], strides: [3, 3], pad: 1 },
  { x: [0, 9, 9, 4], filter: [2, 2, 1], strides: [1, 1], pad: "same" },
];

/** Random convolutions whose output is not empty. */
export const RANDOM: fc.Arbitrary<ConvolutionCase> = fc.record({
  x: fc.tuple(
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 4, max: 9 }),
    fc.integer({ min: 4, max: 9 }),
    fc.integer({ min: 1, max: 18 }),
  ),
  filter: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 18 })),
  strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  pad: fc.constantFrom<ConvolutionCase["pad"]>("same", "valid", 0, 1, 2),
});

/** Shapes and margins of a case. */
export function infoOf(testCase: ConvolutionCase, isDepthwise = false) {
  const { x, filter, pad, strides, dilations = [1, 1] } = testCase;
  const [height, width, outputs] = filter;
  const info = tf.backend_util.computeConv2DInfo(
    [...x],
    [height, width, x[3], outputs],
    [...strides],
    [...dilations],
    typeof pad === "number" ? "valid" : pad,
    undefined,
    isDepthwise,
  );
  if (typeof pad !== "number") return info;
  // tfjs-core is right for square windows only.
  const along = (axis: 0 | 1) =>
    Math.floor((x[axis + 1]! + 2 * pad - (filter[axis] - 1) * dilations[axis] - 1) / strides[axis]) + 1;
  const [outHeight, outWidth] = [along(0), along(1)];
  const outShape: typeof info.outShape = [x[0], outHeight, outWidth, info.outChannels];
  return { ...info, outHeight, outWidth, outShape, padInfo: { top: pad, left: pad } };
}

/** Whether the stock cpu backend gives a case's output the right shape. */
export function isRightOnCpu({ filter, pad, strides, dilations = [1, 1] }: ConvolutionCase): boolean {
  const extents = [0, 1].map((axis) => (filter[axis]! - 1) * dilations[axis]!);
  return typeof pad !== "number" || (extents[0] === extents[1] && strides[0] === strides[1]);
}

/** The attributes that tfjs gives to the kernels of a case. */
export function attributesOf({ strides, pad, dilations = [1, 1] }: ConvolutionCase): tf.NamedAttrMap {
  return {
    strides: [...strides],
    pad,
    dilations: [...dilations],
    dataFormat: "NHWC",
    dimRoundingMode: typeof pad === "number" ? "floor" : undefined,
  } as unknown as tf.NamedAttrMap;
}

/** One term of a convolution: the products that it sums, as positions in the flat input, filter and output. */
type Term = (input: number, weight: number, output: number) => void;

/**
 * Calls `term` for every product of a convolution, from the output's point of view and without a margin. A filter is
 * `[height, width, inputs, outputs]`; depthwise, output channel `c·outputs + m` sees input channel `c` alone.
 */
function forEachTerm(testCase: ConvolutionCase, isDepthwise: boolean, term: Term): void {
  const info = infoOf(testCase, isDepthwise);
  const [batch, height, width, inputs] = testCase.x;
  const [filterHeight, filterWidth, outputs] = testCase.filter;
  const { outHeight, outWidth, outChannels, padInfo } = info;
  for (let example = 0; example < batch; example++) {
    for (let y = 0; y < outHeight; y++) {
      for (let x = 0; x < outWidth; x++) {
        for (let fy = 0; fy < filterHeight; fy++) {
          const iy = y * info.strideHeight + fy * info.dilationHeight - padInfo.top;
          for (let fx = 0; fx < filterWidth; fx++) {
            const ix = x * info.strideWidth + fx * info.dilationWidth - padInfo.left;
            if (iy < 0 || iy >= height || ix < 0 || ix >= width) continue;
            for (let c = 0; c < inputs; c++) {
              const input = ((example * height + iy) * width + ix) * inputs + c;
              for (let m = 0; m < outputs; m++) {
                const weight = ((fy * filterWidth + fx) * inputs + c) * outputs + m;
                const channel = isDepthwise ? c * outputs + m : m;
                term(input, weight, ((example * outHeight + y) * outWidth + x) * outChannels + channel);
              }
            }
          }
        }
      }
    }
  }
}

/** The three float64 sums: the convolution of `x`, and its gradients for the upstream gradient `dy`. */
export function convolutionOracle(
  testCase: ConvolutionCase,
  isDepthwise: boolean,
  { x, filter, dy }: { x: ArrayLike<number>; filter: ArrayLike<number>; dy: ArrayLike<number> },
): { y: Float64Array; dx: Float64Array; dFilter: Float64Array } {
  const [y, dx, dFilter] = [dy, x, filter].map(({ length }) => new Float64Array(length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  forEachTerm(testCase, isDepthwise, (input, weight, output) => {
    y[output]! += x[input]! * filter[weight]!;
    dx[input]! += dy[output]! * filter[weight]!;
    dFilter[weight]! += dy[output]! * x[input]!;
  });
  return { y, dx, dFilter };
}
