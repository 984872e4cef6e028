import { expect, test } from "vitest";
import { specialistsTables } from "../../src/reproduce/specialists-tables.ts";
import { tinyRecord, tinySeed } from "./tiny-record.ts";

test("specialistsTables gives every row as many cells as there are columns, and says which columns are words", () => {
  const record = tinyRecord([tinySeed(1, [0.5, 0.75, 0.7, 0.7, 0.6, 0.6, 0.6, 0.625, 0.5])]);
  const { clusters, models, cover, remarks } = specialistsTables(record);
  for (const { columns, rows } of [clusters, models, cover]) {
    for (const row of rows) expect(row).toHaveLength(columns.length);
  }
  expect(clusters.rows).toEqual([["1", "`O` `0`", "3.0", "2"]]);
  expect(models.rows.map(([name]) => name)).toContain("generalist + specialists, full softmax (section 6.1)");
  expect(cover.rows).toEqual([
    ["0", "10", "0", "0.0 %"],
    ["1", "1,000", "+10", "+2.5 %"],
  ]);
  const words = [clusters, models, cover].map(({ columns }) =>
    columns.filter(({ isText }) => isText).map(({ title }) => title),
  );
  expect(words).toEqual([["classes"], ["model"], []]);
  expect(remarks[0]).toBe("Gain of the specialists with equation 5 over the generalist: +25.00 points.");
});
