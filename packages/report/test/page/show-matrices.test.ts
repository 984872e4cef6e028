import { expect, it } from "vitest";
import { type ConfusionMatrix, showMatrices } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const parse = (matrices: readonly ConfusionMatrix[], names: readonly string[]) =>
  parsePage(`<html><body>${showMatrices(matrices, names).markup}</body></html>`);

it("showMatrices(matrices, classNames) sums the seeds, on one scale of colours", () => {
  const page = parse(
    [
      {
        mark: "baseline",
        label: "plain",
        confusions: [
          [
            [6, 4],
            [0, 10],
          ],
          [
            [8, 2],
            [0, 10],
          ],
        ],
      },
      {
        mark: "student",
        label: "kd",
        confusions: [
          [
            [9, 1],
            [0, 10],
          ],
        ],
      },
    ],
    ["even", "odd"],
  );
  expect(page.texts("figcaption")).toEqual(["plain, 2 seeds", "kd, 1 seed"]);
  expect(page.all("svg").map((svg) => svg.getAttribute("aria-label"))).toEqual([
    "Confusion matrix of plain: 34 right, 6 wrong.",
    "Confusion matrix of kd: 19 right, 1 wrong.",
  ]);
  expect(page.texts("svg title")).toContain("even taken for odd: 6");
  // 30 % of a row is the strongest; 10 % has 0.08 + 0.92 · (1/3)^0.7.
  const opacities = page.all("rect[fill-opacity]").map((cell) => Number(cell.getAttribute("fill-opacity")));
  expect(opacities[0]).toBe(1);
  expect(opacities[1]).toBeCloseTo(0.08 + 0.92 * (1 / 3) ** 0.7, 2);
});

it("showMatrices(matrices, classNames) lets a matrix of many classes scroll", () => {
  const names = Array.from({ length: 17 }, (_, index) => `class ${index}`);
  const confusion = names.map((_, row) => names.map((__, column) => (row === column ? 5 : 0)));
  const page = parse([{ mark: "student", label: "kd", confusions: [confusion] }], names);
  expect(page.first(".matrices.wide .scroller").getAttribute("aria-label")).toBe("Confusion matrix of kd");
});
