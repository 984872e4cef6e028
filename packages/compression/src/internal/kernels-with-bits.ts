import { assertInteger } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertLayerNames } from "./assert-layer-names.ts";
import { type Kernel, kernelsOf } from "./kernels-of.ts";

/** The kernels of a model that get bits, from some least number to 8: all of them as many, or those of some layers, by their names. */
export function kernelsWithBits(
  functionName: string,
  model: LayersModel,
  bits: number | Readonly<Record<string, number>>,
  least: number,
): (Kernel & { readonly bits: number })[] {
  const kernels = kernelsOf(functionName, model);
  const assertBits = (place: string, value: unknown) =>
    assertInteger(functionName, place, value, { min: least, max: 8 });
  const known = { names: [...new Set(kernels.map(({ layer }) => layer))], what: "layers with kernels" };
  if (typeof bits === "object") assertLayerNames(functionName, "bits", bits, known, assertBits);
  else assertBits("bits", bits);
  return kernels.flatMap((kernel) => {
    const own = typeof bits === "number" ? bits : bits[kernel.layer];
    return own === undefined ? [] : [{ ...kernel, bits: own }];
  });
}
