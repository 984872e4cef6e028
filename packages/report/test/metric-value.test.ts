import { describe, expect, it } from "vitest";
import { METRICS, type MetricRecord, metricsOf, metricValue } from "../src/index.ts";
import { tinyRecord } from "./tiny-record.ts";

const metric = (key: string): MetricRecord => METRICS.find((one) => one.key === key)!;
const record = tinyRecord({ student: { 1: 9 } });
const { dataset } = record;

describe("metricValue(metric, net, dataset)", () => {
  it("reads figures, fidelity, and the numbers of the net itself", () => {
    const net = { ...record.nets[0]!, fidelity: { agreement: 0.5 } };
    expect(
      ["errors", "agreement", "seconds", "parameters", "kl"].map((key) => metricValue(metric(key), net, dataset)),
    ).toEqual([...[9, 0.5, 10, 17, undefined]]);
    // The seed is a number of the net too, and no metric.
    expect(metricValue({ key: "seed", title: "seed", format: "count" }, net, dataset)).toBeUndefined();
  });

  it("divides where a share was not recorded itself", () => {
    const rate = (figures: Readonly<Record<string, number>>, sizes = dataset.sizes) =>
      metricValue(metric("errorRate"), { figures }, { ...dataset, sizes });
    expect(rate({ errors: 9 })).toBe(0.045);
    expect(rate({ errors: 9, errorRate: 0.05 })).toBe(0.05);
    expect(rate({ nll: 9 })).toBeUndefined();
    expect(rate({ errors: 9 }, {})).toBeUndefined();
  });
});

describe("metricsOf(record)", () => {
  const keys = (given = record) => metricsOf(given).map(({ key }) => key);

  it("has what was measured, in the order of the list", () => {
    expect(keys()).toEqual(["errors", "nll", "errorRate", "calibrationError", "parameters", "seconds"]);
    expect(metricsOf(record, [{ figures: { nll: 1 } }]).map(({ key }) => key)).toEqual(["nll"]);
  });

  it("has the record's own behind common figures, before the numbers of the net; of the same key, in their place", () => {
    const own: MetricRecord[] = [
      { key: "nll", title: "nats", format: "number" },
      { key: "wer", title: "word error rate", format: "share" },
      { key: "rmse", title: "RMSE", format: "number" },
    ];
    const nets = record.nets.map((net) => ({ ...net, figures: { ...net.figures, wer: 0.1 } }));
    const given = { ...record, metrics: own, nets };
    expect(keys(given)).toEqual(["errors", "nll", "errorRate", "calibrationError", "wer", "parameters", "seconds"]);
    expect(metricsOf(given)[1]!.title).toBe("nats");
  });
});
