import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import type { RunRecord } from "@dark-knowledge/report";
import { dataName } from "./data-name.ts";
import type { DataSpec } from "./data-spec.ts";
import type { ExperimentData } from "./experiment-data.ts";

/** Describes the data of a run for its record. */
export function dataRecordOf(spec: DataSpec, { training, validation, test }: ExperimentData): RunRecord["dataset"] {
  return {
    name: dataName(spec),
    sizes: {
      training: datasetSize(training),
      validation: validation === undefined ? 0 : datasetSize(validation),
      test: datasetSize(test),
    },
    classNames: test.targets.kind === "numbers" ? [] : classNamesOf(test),
  };
}
