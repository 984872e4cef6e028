import { DATA_VARIANTS, type DataSpec } from "./data-spec.ts";
import { loadData } from "./load-data.ts";
import { hasFiles, identifyData, pinData } from "./pin-data.ts";

/** The parts of an `Experiment` that have to do with its data, for one that runs on any {@link DataSpec}. */
export const ANY_DATA: {
  readonly variants: typeof DATA_VARIANTS;
  readonly takesDirectory: (spec: DataSpec) => boolean;
  readonly pin: typeof pinData;
  readonly loadData: typeof loadData;
  readonly identify: (spec: DataSpec) => object;
} = { variants: DATA_VARIANTS, takesDirectory: hasFiles, pin: pinData, loadData, identify: identifyData };
