import { expect, it } from "vitest";
import { specialistsRemarks, specialistsTables } from "../../src/specialists/specialists-tables.ts";
import { SPECIALISTS_RECORD } from "../fixtures/make-specialists-record.ts";

const [models, cover, clusters] = specialistsTables(SPECIALISTS_RECORD);

it("specialistsTables(record) has the models with their figures and costs, the first beside the name", () => {
  expect(models!.columns.map(({ title }) => title)).toEqual([
    ...["net", "test accuracy", "conditional accuracy", "NLL", "passes", "seconds", "seeds"],
  ]);
  expect(models!.rows[0]!.cells).toEqual([
    ...["the generalist", "55.00 ± 7.07 %", "65.00 ± 7.07 %", "1.4500 ± 0.0707", "10.0 ± 0.0", "9.0 ± 0.0", "2"],
  ]);
  expect(models!.rows.map(({ mark }) => mark)).toEqual([
    ...["teacher", "combination", "combination", "combination", "other", "other", "other", "student", "student"],
  ]);
  expect(models!.caption).toBe("Figures on 1,010 test examples, mean ± sample standard deviation over 2 seeds.");
});

it("specialistsTables(record) has the gain by covering specialists, of all seeds together", () => {
  // +10 and +30 of 400 each; no right answer to begin with has no relative change.
  expect(cover!.rows.map(({ cells }) => cells)).toEqual([
    ["0", "0", "–", "20"],
    ["1", "+40", "+5.0 %", "2,000"],
  ]);
});

it("specialistsTables(record) has the classes of the first seed as code", () => {
  expect(clusters!.rows.map(({ cells }) => cells)).toEqual([
    ["1", { codes: ["O", "0"] }, "3.3", "4"],
    ["2", { codes: ["x", "y"] }, "2.0", "6"],
  ]);
  expect(clusters!.caption).toBe(
    "Of seed 1. The sets hold 80.0 % of the covariance between different classes, random ones 25.0 %.",
  );
});

it("specialistsRemarks(record) tell the gain, and what of it one net keeps", () => {
  // Gains 25 and 20 points; kept 12.5 of 25 and 5 of 20: 50 % and 25 %. Beyond the control 12.5 and 5 points.
  expect(specialistsRemarks(SPECIALISTS_RECORD)).toEqual([
    "Gain of the specialists with equation 5 over the generalist: +22.50 ± 3.54 points.",
    "Share of it that one net of the generalist’s size has, distilled from equation 5: 37.5 ± 17.7 %; distilled from the generalist alone, as a control: 0.0 ± 0.0 %.",
    "The former beyond the latter: +8.75 ± 5.30 points.",
  ]);
  const lost = SPECIALISTS_RECORD.nets.map((net) =>
    net.name === "specialists" ? { ...net, figures: { ...net.figures, accuracy: 0.4 } } : net,
  );
  const [gain, kept] = specialistsRemarks({ ...SPECIALISTS_RECORD, nets: lost });
  expect(gain).toContain("−15.00 ± 7.07 points");
  expect(kept).toContain("distilled from equation 5: none, as there is no gain;");
});
