import { expect, it } from "vitest";
import { showGlossary } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";
import { tinyRecord } from "../tiny-record.ts";

const terms = (...parameters: Parameters<typeof showGlossary>) =>
  parsePage(`<html><body>${showGlossary(...parameters).markup}</body></html>`).texts("dt");

it("showGlossary(record) has the words of what the record has, and no other", () => {
  const all = tinyRecord({ teacher: { 1: 3 }, baseline: { 1: 9 }, student: { 1: 6, 2: 7 } });
  expect(terms(all)).toEqual([
    ...["Temperature, T", "Soft targets", "Transfer set"],
    ...["Test errors", "NLL", "Error rate", "Calibration error", "Parameters", "Seconds", "Gap closed", "±"],
  ]);
  expect(terms({ ...all, nets: [{ role: "generalist", name: "all", seed: 1, figures: { accuracy: 1 } }] })).toEqual([
    "Test accuracy",
  ]);
  expect(terms(tinyRecord({}), [{ term: "dustbin", meaning: "All other classes." }])).toEqual(["Dustbin"]);
});
