import { expect, test } from "vitest";
import { specialistsTable } from "../../src/reproduce/specialists-table.ts";
import { tinyRecord, tinySeed } from "./tiny-record.ts";

const first = tinySeed(1, [0.5, 0.75, 0.7, 0.7, 0.6, 0.6, 0.6, 0.625, 0.5]);
const second = tinySeed(2, [0.6, 0.7, 0.7, 0.7, 0.6, 0.6, 0.6, 0.7, 0.6]);

test("specialistsTable has the clusters, all models with their spread, the gain by cover, and what is kept", () => {
  const lines = specialistsTable(tinyRecord([first, second])).split("\n");
  expect(lines[0]).toBe(
    "Classes of the specialists (seed 1). The sets hold 25.0 % of the covariance between different classes, random ones 12.5 %.",
  );
  expect(lines).toContain("| 1 | `O` `0` | 3.0 | 2 |");
  expect(lines).toContain("| generalist | 55.00 ± 7.07 % | 90.00 ± 0.00 % | 0.5000 ± 0.0000 | 8.0 ± 0.0 | 2 ± 0 |");
  expect(lines.filter((line) => line.endsWith("| 8.0 ± 0.0 | 2 ± 0 |"))).toHaveLength(9);
  // +10 of 800 in the first seed, +30 in the second.
  expect(lines).toContain("| 0 | 20 | 0 | 0.0 % |");
  expect(lines).toContain("| 1 | 2,000 | +40 | +5.0 % |");
  // Gains of 25 and 10 points, of which half and all are kept.
  expect(lines).toContain("Gain of the specialists with equation 5 over the generalist: +17.50 ± 10.61 points.");
  expect(specialistsTable(tinyRecord([first, second]))).toContain("distilled from equation 5: 75.0 ± 35.4 %; ");
  expect(lines.at(-2)).toBe("The former beyond the latter: +11.25 ± 1.77 points.");
});

test("specialistsTable says losses with a minus, and that nothing can be kept of no gain", () => {
  const worse = tinyRecord([tinySeed(0, [0.75, 0.5, 0.7, 0.7, 0.6, 0.6, 0.6, 0.5, 0.6])]);
  const table = specialistsTable(worse);
  expect(table).toContain("over the generalist: −25.00 points.");
  expect(specialistsTable(tinyRecord([tinySeed(1, [0.5, 0.75, 0.7, 0, 0, 0, 0, 0.625, 0.4375])]))).toContain(
    "distilled from equation 5: 50.0 %; distilled from the generalist alone, as a control: −25.0 %.",
  );
  expect(table).toContain("| 1 | 1,000 | −10 | −2.5 % |");
  expect(table).toContain("distilled from equation 5: none, as there is no gain;");
  expect(table).toContain("| generalist | 75.00 % | 90.00 % | 0.5000 | 8.0 | 2 |");
});
