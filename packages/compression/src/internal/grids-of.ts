import { assertNumber, assertOneOf, assertOptions } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { calibrateSteps, type Grid, type WeightCalibration } from "./calibrate-steps.ts";
import type { Kernel } from "./kernels-of.ts";
import { kernelsWithBits } from "./kernels-with-bits.ts";
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
  const chosen = kernelsWithBits(functionName, model, bits, 2);
  if (typeof calibration === "object") {
    assertOptions<{ percentile: number }>(functionName, calibration, { percentile: true }, {}, "calibration");
    assertNumber(functionName, "calibration.percentile", calibration.percentile, { above: 0, max: 100 });
  } else assertOneOf(functionName, "calibration", calibration, ["min-max", "mse"]);
  const values = await readValues(
    functionName,
    chosen.map(({ variable }) => variable),
  );
  return chosen.map((kernel, index) => ({
    ...kernel,
    grid: calibrateSteps(values[index]!, kernel.variable.shape.at(-1)!, kernel.bits, calibration),
  }));
}
