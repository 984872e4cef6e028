import { classNamesOf, type Dataset, inputShape } from "@dark-knowledge/datasets";
import { createMlp } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { NetSpec } from "./spec.ts";

/** An untrained net for the examples and classes of a set. */
export function buildNet({ hidden, dropout, inputDropout }: NetSpec, dataset: Dataset, seed: number): LayersModel {
  return createMlp({
    ...{ exampleShape: inputShape(dataset), dropout, inputDropout, seed },
    hiddenUnits: hidden,
    classCount: classNamesOf(dataset).length,
  });
}
