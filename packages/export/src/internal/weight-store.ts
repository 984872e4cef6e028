import { float16sOf } from "@dark-knowledge/core/arrow";
import { int8Codes } from "./int8-codes.ts";
import { ELEMENT_TYPES, type OnnxGraph } from "./onnx-graph.ts";
import type { Weight } from "./weight.ts";

/** How weights are written. */
export type WeightType = "float32" | "float16" | "int8";

/** The place where weights are written. */
export interface WeightStore {
  /** Writes a weight, and returns the name of its value. Only one with an axis of channels may be of int8. */
  add(name: string, weight: Weight, axis?: number): string;
  /** Writes a bias: where what it is added to is a product of integers, as an integer as well. */
  addBias(name: string, weight: Weight, factors: readonly string[]): string;
  /** Turns a value into codes and back. */
  quantise(name: string, value: string, grid: { readonly step: number; readonly zero: number }): string;
  /** The kernels that were to be of int8, but lie on no grid. */
  readonly offGrid: readonly string[];
  /** The weights that were to be of float16, which cannot hold them. */
  readonly tooLarge: readonly string[];
}

/** Makes the place where the weights of a graph are written. */
export function createWeightStore(graph: OnnxGraph, type: WeightType): WeightStore {
  /** The steps of the values that are multiples of them. */
  const stepsOf = new Map<string, Float32Array>();
  const offGrid: string[] = [];
  const tooLarge: string[] = [];
  const float32 = (name: string, weight: Weight) => graph.constant(name, { type: "float32", ...weight });
  const dequantised = (name: string, codes: string, steps: Float32Array, zeros: string, axis: number) => {
    const shape = steps.length === 1 ? [] : [steps.length];
    const scale = graph.constant(`${name}/scale`, { type: "float32", shape, values: steps });
    const value = graph.add("DequantizeLinear", `${name}/DequantizeLinear`, [codes, scale, zeros], { axis });
    stepsOf.set(value, steps);
    return value;
  };
  /** Runtimes turn a constant into float32 when they load it. */
  const float16 = (name: string, weight: Weight) => {
    const values = float16sOf(weight.values);
    if (values === undefined) tooLarge.push(name);
    const half = {
      type: "float16",
      shape: weight.shape,
      values: values ?? new Uint16Array(weight.values.length),
    } as const;
    return graph.add("Cast", `${name}/Cast`, [graph.constant(name, half)], { to: ELEMENT_TYPES.float32 });
  };
  return {
    offGrid,
    tooLarge,
    add(name, weight, axis) {
      if (type === "float16") return float16(name, weight);
      if (type === "float32" || axis === undefined) return float32(name, weight);
      const found = int8Codes(weight, axis);
      if (found === undefined) {
        offGrid.push(name);
        return float32(name, weight);
      }
      const codes = graph.constant(`${name}/codes`, { type: "int8", shape: weight.shape, values: found.codes });
      const shape = found.steps.length === 1 ? [] : [found.steps.length];
      const values = new Int8Array(found.steps.length);
      return dequantised(
        name,
        codes,
        found.steps,
        graph.constant(`${name}/zero`, { type: "int8", shape, values }),
        axis,
      );
    },
    addBias(name, weight, [input, kernel]) {
      const [own, other] = [stepsOf.get(input!), stepsOf.get(kernel!)];
      if (own === undefined || other === undefined) return this.add(name, weight);
      const steps = Float32Array.from(weight.values, (_, index) => own[0]! * other[index % other.length]!);
      const values = Int32Array.from(weight.values, (value, index) => {
        return Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, Math.round(value / steps[index]!)));
      });
      const codes = graph.constant(`${name}/codes`, { type: "int32", shape: weight.shape, values });
      const zeros = { type: "int32", shape: [steps.length], values: new Int32Array(steps.length) } as const;
      const zero = graph.constant(`${name}/zero`, steps.length === 1 ? { ...zeros, shape: [] } : zeros);
      return dequantised(name, codes, steps, zero, 0);
    },
    quantise(name, value, { step, zero }) {
      const steps = Float32Array.of(step);
      const scale = graph.constant(`${name}/step`, { type: "float32", shape: [], values: steps });
      const zeros = graph.constant(`${name}/zero`, { type: "uint8", shape: [], values: Uint8Array.of(zero) });
      const codes = graph.add("QuantizeLinear", `${name}/QuantizeLinear`, [value, scale, zeros]);
      return dequantised(name, codes, steps, zeros, 0);
    },
  };
}
