import * as tf from "@tensorflow/tfjs-core";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { type KernelArguments, offsetOf, sizeOf, type WasmBackend } from "../wasm/wasm-backend.ts";

/** The sum of a float32 tensor over the axes of a kernel's attributes, all where there are none. */
export function sumOver({ inputs, attrs, backend }: KernelArguments): tf.TensorInfo {
  const x = inputs.x!;
  const axes = tf.util.parseAxisParam(attrs.axis as number | number[], x.shape).sort((a, b) => a - b);
  const kept = x.shape.filter((_, axis) => !axes.includes(axis));
  const shape = attrs.keepDims === true ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) : kept;
  let sum = { ...x, shape: x.shape };
  // One run of neighbouring axes after the other, from the last.
  for (const [first, last] of runsOf(axes).reverse()) {
    const next = sumRun(backend, sum, first, last);
    if (sum.dataId !== x.dataId) backend.disposeData(sum.dataId);
    sum = next;
  }
  if (axes.length === 0) backend.incRef(x.dataId);
  return { ...sum, shape };
}

/** Neighbouring axes: of 0, 1 and 3 the runs [0, 1] and [3, 3]. */
function runsOf(axes: readonly number[]): [first: number, last: number][] {
  const runs: [number, number][] = [];
  for (const axis of axes) {
    const run = runs.at(-1);
    if (run?.[1] === axis - 1) run[1] = axis;
    else runs.push([axis, axis]);
  }
  return runs;
}

/** The sum over the axes from `first` to `last`. */
function sumRun(backend: WasmBackend, x: tf.TensorInfo, first: number, last: number): tf.TensorInfo {
  const [before, after] = [x.shape.slice(0, first), x.shape.slice(last + 1)];
  const [outer, columns] = [sizeOf(before), sizeOf(after)];
  const rows = sizeOf(x.shape.slice(first, last + 1));
  const output = backend.makeOutput([...before, ...after], "float32");
  const kernels = simdKernels(backend);
  const [from, to] = [offsetOf(backend, x), offsetOf(backend, output)];
  if (columns === 1) {
    kernels.sumEachRow(from, to, outer, rows);
  } else {
    withScratch(backend, [2 * columns], (totals = 0) => {
      for (let index = 0; index < outer; index++) {
        kernels.sumRows(from + 4 * index * rows * columns, to + 4 * index * columns, rows, columns, totals);
      }
    });
  }
  return output;
}
