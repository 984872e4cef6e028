import { expect, it } from "vitest";
import { groupNets, METRICS, mainMetric, summariseMetric, valuesBySeed } from "../src/index.ts";
import { tinyRecord, withNets } from "./tiny-record.ts";

const record = tinyRecord({ teacher: { 1: 3 }, student: { 4: 7, 5: 11 } });
const [teacher, student] = groupNets(record.nets);

it("valuesBySeed and summariseMetric are of the nets that were measured", () => {
  expect(valuesBySeed(student!, METRICS[0]!, record)).toEqual([
    { seed: 4, value: 7 },
    { seed: 5, value: 11 },
  ]);
  expect(summariseMetric(student!, METRICS[0]!, record)).toEqual({ mean: 9, spread: Math.sqrt(8), count: 2 });
  const kl = METRICS.find(({ key }) => key === "kl")!;
  expect(summariseMetric(student!, kl, record)).toBeUndefined();
});

it("mainMetric is the first that tells better from worse and that all have", () => {
  expect(mainMetric(record)?.key).toBe("errors");
  expect(mainMetric(record, [teacher, undefined, student])?.key).toBe("errors");
  expect(mainMetric(record, [])).toBeUndefined();
  const changed = withNets(record, (net) => (net.role === "teacher" ? { ...net, figures: { nll: 1 } } : net));
  expect(mainMetric(changed, groupNets(changed.nets))?.key).toBe("nll");
  // Seconds tell no better net, and calibration errors are a detail.
  const bare = withNets(record, (net) => ({ ...net, figures: { calibrationError: 1 } }));
  expect(mainMetric(bare)).toBeUndefined();
});
