import * as tf from "@tensorflow/tfjs-core";
import { WEBGPU } from "../columns.ts";
import { family } from "../conformance-case.ts";
import { type Dense, dense, numbers } from "../dense.ts";
import { avgPoolOracle, maxPoolGradientOracle, maxPoolOracle } from "../oracles/pooling.ts";
import type { Windows } from "../oracles/windows.ts";
import { AVERAGE_AT_BORDERS } from "./window-deviations.ts";

const { cases, add } = family("Pooling");

interface Pool {
  readonly name: string;
  readonly size: [number, number];
  readonly strides: [number, number];
  readonly pad: "same" | "valid";
}

const POOLS: readonly Pool[] = [
  { name: "2×2, stride 2", size: [2, 2], strides: [2, 2], pad: "valid" },
  { name: "3×3, stride 1, same", size: [3, 3], strides: [1, 1], pad: "same" },
  { name: "3×2, stride 2, same", size: [3, 2], strides: [2, 2], pad: "same" },
];

for (const { name, size, strides, pad } of POOLS) {
  const windows: Windows = { strides, pad };
  for (const [kind, x] of [
    ["", numbers([2, 5, 6, 3], 1)],
    [", all elements negative", numbers([2, 5, 6, 3], 2, -3, -1)],
  ] as const) {
    add({
      operation: "maxPool",
      variant: `${name}${kind}`,
      inputs: { x },
      compute: (tensors) => tf.maxPool(tensors.x, size, strides, pad),
      oracle: (arrays) => maxPoolOracle(arrays.x, size, windows),
      gradients: (arrays, outgoing) => ({ x: maxPoolGradientOracle(arrays.x, outgoing, size, windows) }),
    });
  }
  add({
    operation: "avgPool",
    variant: name,
    inputs: { x: numbers([2, 5, 6, 3], 3) },
    compute: ({ x }) => tf.avgPool(x, size, strides, pad),
    oracle: ({ x }) => avgPoolOracle(x, size, windows),
    ...(pad === "same" ? { deviations: [AVERAGE_AT_BORDERS] } : {}),
  });
}

const ties = (): Dense =>
  dense(
    [1, 4, 4, 2],
    Array.from({ length: 32 }, (_, index) => (index % 5 < 3 ? 2 : 1)),
  );
add({
  operation: "maxPool",
  variant: "2×2, stride 2, equal elements",
  inputs: { x: ties() },
  compute: ({ x }) => tf.maxPool(x, 2, 2, "valid"),
  oracle: ({ x }) => maxPoolOracle(x, [2, 2], { strides: [2, 2] }),
  gradients: ({ x }, outgoing) => ({ x: maxPoolGradientOracle(x, outgoing, [2, 2], { strides: [2, 2] }) }),
  deviations: [
    {
      on: WEBGPU,
      checks: ["∂x"],
      mark: "wrong",
      reason: "on webgpu the gradient of maxPool goes to the last of equal elements, elsewhere to the first",
    },
  ],
});

/** Pooling. */
export const POOLING: typeof cases = cases;
