import { type Dataset, standardiseTargets, withTargetScale, withVariances } from "@dark-knowledge/datasets";

/** Fits the scale of the numbers of a training part; the result gives it, and variances where they are wanted, to every part. Other targets stay as they are. */
export function fitTargets(training: Dataset, variances: boolean): (dataset: Dataset) => Dataset {
  if (training.targets.kind !== "numbers") return (dataset) => dataset;
  const scale = standardiseTargets(training);
  return (dataset) => {
    const scaled = withTargetScale(dataset, scale);
    return variances ? withVariances(scaled) : scaled;
  };
}
