import type { RunRecord } from "@dark-knowledge/report";
import { expect, test } from "vitest";
import { metricsLines } from "../../src/distill/metrics-lines.ts";

test("metricsLines has a line for each net and epoch", () => {
  const history = [
    { epoch: 1, terms: { total: 2 }, validation: { errors: 9, size: 50, nll: 0.5 } },
    { epoch: 2, terms: { total: 1 } },
  ];
  const nets = [
    { role: "teacher", name: "big", seed: 3, figures: {}, history },
    { role: "student", name: "small", seed: 1, figures: {} },
  ];
  expect(metricsLines({ nets } as unknown as RunRecord)).toBe(
    '{"model":"big","seed":3,"epoch":1,"total":2,"valErrors":9,"valNll":0.5}\n{"model":"big","seed":3,"epoch":2,"total":1}\n',
  );
  expect(metricsLines({ nets: [] } as unknown as RunRecord)).toBe("");
});
