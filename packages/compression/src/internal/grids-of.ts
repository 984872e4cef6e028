import { assertInteger, assertNumber, assertOneOf, assertOptions } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertLayerNames } from "./assert-layer-names.ts";
import { calibrateSteps, type Grid, type WeightCalibration } from "./calibrate-steps.ts";
import { type Kernel, kernelsOf } from "./kernels-of.ts";
import { readValues } from "./read-values.ts";

/** The options that decide the grids of a model. */
interface GridOptions {
  readonly bits: number | Readonly<Record<string, number>>;
  readonly calibration?: WeightCalibration;
}

/** The kernels of a model that are quantised, and the grid of each. */
export async function gridsOf(
  functionName: string,
  model: LayersModel,
  { bits, calibration = "min-max" }: GridOptions,
): Promise<(Kernel & { readonly bits: number; readonly grid: Grid })[]> {
  const kernels = kernelsOf(functionName, model);
  const assertBits = (place: string, value: unknown) => assertInteger(functionName, place, value, { min: 2, max: 8 });
  const known = { names: [...new Set(kernels.map(({ layer }) => layer))], what: "layers with kernels" };
  if (typeof bits === "object") assertLayerNames(functionName, "bits", bits, known, assertBits);
  else assertBits("bits", bits);
  if (typeof calibration === "object") {
    assertOptions<{ percentile: number }>(functionName, calibration, { percentile: true }, {}, "calibration");
    assertNumber(functionName, "calibration.percentile", calibration.percentile, { above: 0, max: 100 });
  } else assertOneOf(functionName, "calibration", calibration, ["min-max", "mse"]);
  const chosen = kernels.flatMap((kernel) => {
    const own = typeof bits === "number" ? bits : bits[kernel.layer];
    return own === undefined ? [] : [{ ...kernel, bits: own }];
  });
  const values = await readValues(
    functionName,
    chosen.map(({ variable }) => variable),
  );
  return chosen.map((kernel, index) => ({
    ...kernel,
    grid: calibrateSteps(values[index]!, kernel.variable.shape.at(-1)!, kernel.bits, calibration),
  }));
}
