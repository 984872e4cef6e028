import type { Dataset } from "@dark-knowledge/datasets";
import { createMlp } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NetSpec } from "./spec.ts";

/** An untrained net for the examples and classes of a set. */
export function buildNet(
  { hidden, dropout, inputDropout }: NetSpec,
  { exampleShape, classNames }: Dataset,
  seed: number,
): LayersModel {
  return createMlp({
    ...{ exampleShape, dropout, inputDropout, seed },
    hiddenUnits: hidden,
    classCount: classNames.length,
  });
}
