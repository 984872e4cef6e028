import { describe, expect, it } from "vitest";
import { type SimilarityPicture, showSimilarity } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const PICTURE: SimilarityPicture = {
  classNames: ["O", "x", "0", "y"],
  covariance: [
    [0.4, 0, 0.1, 0],
    [0, 0.1, -0.01, 0.025],
    [0.1, -0.01, 0.1, 0.0001],
    [0, 0.025, 0.0001, 0.1],
  ],
  sets: [
    [0, 2],
    [1, 3],
  ],
};
const page = parsePage(`<html><body>${showSimilarity(PICTURE).markup}</body></html>`);

describe("showSimilarity(picture)", () => {
  it("draws correlations: covariance over both standard deviations, small and negative ones left out", () => {
    // 0.1 / √(0.4 · 0.1) and 0.025 / 0.1; what is −0.1 and 0.001 is blank.
    const titles = page.texts("svg rect title").filter((title) => title.includes(" and "));
    expect(titles.sort()).toEqual(["0 and O: 0.50", "O and 0: 0.50", "x and y: 0.25", "y and x: 0.25"]);
    const cells = page.all("svg rect[fill-opacity]");
    const opacities = (isPair: boolean) =>
      cells
        .filter(({ outerHTML }) => outerHTML.includes("<title>") === isPair)
        .map((cell) => Number(cell.getAttribute("fill-opacity")));
    // At 0.5 the colour is full, at half of it √½; the key has 0.01, 0.05, 0.1, 0.25 and 0.5.
    expect(opacities(true).sort()).toEqual([0.71, 0.71, 1, 1]);
    expect(opacities(false)).toEqual([0.14, 0.32, 0.45, 0.71, 1]);
    const description = "Correlations between 4 classes in the order of 2 sets, of which each is outlined.";
    expect(page.all("svg").map((svg) => svg.getAttribute("aria-label"))).toContain(description);
    const outlines = page.all('g[fill="none"][stroke="var(--ink)"] rect');
    expect(outlines).toHaveLength(2);
    for (const outline of outlines) expect(outline.getAttribute("width")).toBe("36");
  });

  it("draws classes that are never predicted, in no set", () => {
    const covariance = [
      [0, 0],
      [0, 0],
    ];
    expect(showSimilarity({ classNames: ["a", "b"], covariance, sets: [] }).markup).not.toMatch(/NaN|Infinity/);
  });

  it.each<[string, Partial<SimilarityPicture>]>([
    ["picture.classNames.length must be an integer, at least 1, got 0", { classNames: [], covariance: [] }],
    ["picture.covariance.length must be an integer, at least 4 and at most 4, got 1", { covariance: [[0, 0, 0, 0]] }],
    ["picture.covariance[0] must have shape [4] (as classNames), got [1]", { covariance: [[0], [0], [0], [0]] }],
    ["picture.sets[1] must hold class numbers from 0 to 3, got -1", { sets: [[0], [2, -1]] }],
  ])("says %s", (message, over) => {
    expect(() => showSimilarity({ ...PICTURE, ...over })).toThrow(`showSimilarity: ${message}`);
  });
});
