import type * as tf from "@tensorflow/tfjs-core";
import { multiply } from "../products/multiply.ts";
import { withScratch } from "../wasm/scratch.ts";
import { type SimdKernels, simdKernels } from "../wasm/simd-kernels.ts";
import { bufferOf, floatsOf, type KernelArguments, offsetOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { ACTIVATION_NUMBERS, type StepAttributes } from "./activations.ts";

/** A stack of steps in the linear memory. */
export interface Stack {
  readonly info: tf.TensorInfo;
  readonly width: number;
  /** Where a step begins. */
  at(step: number): number;
}

/** A recurrent layer in the linear memory: what the kernels of all kinds of cells need. */
export class StepLayer {
  readonly kernels: SimdKernels;
  readonly activations: readonly [own: number, gates: number];
  readonly steps: number;
  readonly batch: number;
  readonly units: number;
  readonly backend: WasmBackend;
  readonly inputs: KernelArguments["inputs"];

  constructor({ inputs, attrs, backend }: KernelArguments) {
    this.backend = backend;
    this.inputs = inputs;
    this.kernels = simdKernels(backend);
    const { activation, gateActivation } = attrs as unknown as StepAttributes;
    this.activations = [ACTIVATION_NUMBERS[activation], ACTIVATION_NUMBERS[gateActivation]];
    const [steps, batch] = (inputs.z ?? inputs.dy)!.shape as [number, number, number];
    this.steps = steps;
    this.batch = batch;
    this.units = inputs.weights!.shape[0]!;
  }

  stack(info: tf.TensorInfo): Stack {
    const width = info.shape[2]!;
    const offset = offsetOf(this.backend, info);
    return { info, width, at: (step) => offset + 4 * step * this.batch * width };
  }

  input(name: string): Stack {
    return this.stack(this.inputs[name]!);
  }

  /** A new stack, whose values are those of `from` where it is given. */
  output(width: number, from?: Stack): Stack {
    const stack = this.stack(this.backend.makeOutput([this.steps, this.batch, width], "float32"));
    if (from !== undefined) this.copy(from.at(0), stack.at(0), this.steps * this.batch * width);
    return stack;
  }

  copy(from: number, to: number, count: number): void {
    new Uint8Array(bufferOf(this.backend)).copyWithin(to, from, from + 4 * count);
  }

  /** `sums ← sums + state·weights` for one step. */
  addProduct(state: number, weights: string, sums: number): void {
    const columns = this.inputs[weights]!.shape[1]!;
    multiply(this.backend, {
      ...{ transposeA: false, transposeB: false, rows: this.batch, columns, inner: this.units },
      ...{ a: state, b: offsetOf(this.backend, this.inputs[weights]!), c: sums, beta: 1 },
    });
  }

  /** `state ← beta·state + dz·weightsᵀ` for one step. */
  multiplyBack(dz: number, weights: string, state: number, beta: 0 | 1): void {
    const inner = this.inputs[weights]!.shape[1]!;
    multiply(this.backend, {
      ...{ transposeA: false, transposeB: true, rows: this.batch, columns: this.units, inner },
      ...{ a: dz, b: offsetOf(this.backend, this.inputs[weights]!), c: state, beta },
    });
  }

  /** The gradient of recurrent weights: the sum over the steps but the first, before which the state is zero. */
  weightGradient(states: Stack, firstState: number, dz: Stack): tf.TensorInfo {
    const gradient = this.backend.makeOutput([this.units, dz.width], "float32");
    const inner = (this.steps - 1) * this.batch;
    if (inner > 0) {
      multiply(this.backend, {
        ...{ transposeA: true, transposeB: false, rows: this.units, columns: dz.width, inner },
        ...{ a: states.at(firstState), b: dz.at(1), c: offsetOf(this.backend, gradient) },
      });
    } else {
      floatsOf(this.backend, gradient).fill(0);
    }
    return gradient;
  }

  /** Lends, for one step, so many blocks of zeros `[batch, units]`. */
  withZeros(count: number, use: (...at: number[]) => void): void {
    const size = this.batch * this.units;
    withScratch(
      this.backend,
      Array.from({ length: count }, () => size),
      (...at) => {
        for (const offset of at) new Float32Array(bufferOf(this.backend), offset, size).fill(0);
        use(...at);
      },
    );
  }

  /** Calls `take` for each step, the last first, with the gradient of its state; `take` makes it that of the state before. */
  backward(take: (step: number, dh: number) => void): void {
    const dy = this.input("dy");
    const size = this.batch * this.units;
    this.withZeros(1, (dh = 0) => {
      for (let step = this.steps - 1; step >= 0; step--) {
        // What reaches a step from outside, besides what comes from the next one.
        this.kernels.addFloats(dy.at(step), dh, size);
        take(step, dh);
      }
    });
  }
}
