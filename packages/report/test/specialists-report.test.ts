import { describe, expect, test } from "vitest";
import { type ReportTable, type SpecialistsReport, specialistsReport } from "../src/index.ts";
import { parsePage } from "./parse-page.ts";

const HOSTILE = `<script>alert("x")</script>&'&lt;`;

const table = (caption: string, cell: string): ReportTable => ({
  caption,
  columns: [
    { title: "name", isText: true },
    { title: "classes", isText: true },
    { title: "figure", isText: false },
  ],
  rows: [[cell, "`O` `0`", "80 %"]],
});

const REPORT: SpecialistsReport = {
  ...{ title: "Specialists on letters", spec: { seeds: [1, 2] }, versions: { tfjs: "4" }, backend: "cpu" },
  lede: "They gain two points.",
  facts: [["classes", "4"]],
  tables: {
    clusters: table("The sets.", "1"),
    models: table("The models.", "generalist"),
    cover: table("The cover.", "0"),
  },
  remarks: ["First remark.", "Second remark."],
  similarity: {
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
  },
  cover: [
    { seed: 1, specialists: 0, before: 50, after: 51 },
    { seed: 1, specialists: 1, before: 100, after: 110 },
    { seed: 2, specialists: 1, before: 100, after: 106 },
    { seed: 2, specialists: 2, before: 0, after: 3 },
  ],
};

const markup = specialistsReport(REPORT);
const page = parsePage(markup);

describe("specialistsReport(report)", () => {
  test("is one document with result, tables, remarks and what is needed to run it again", () => {
    expect(markup.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(page.title).toBe("Specialists on letters");
    expect(page.texts(".lede")).toEqual(["They gain two points."]);
    expect(page.texts("h2")).toEqual([
      "What the specialists bring",
      "By how many specialists know the class",
      "Which classes are confused",
      "How to run this again",
    ]);
    expect(page.texts("p.note")).toEqual(["The models.", "The cover.", "The sets."]);
    expect(page.texts("tbody th")).toEqual(["generalist", "0", "1"]);
    expect(page.texts("td.text code")).toEqual(["O", "0", "O", "0", "O", "0"]);
    expect(page.texts("td.number")).toEqual(["80 %", "80 %", "80 %"]);
    for (const text of [...REPORT.remarks, "dark-knowledge reproduce specialists --spec spec.json"]) {
      expect(page.text).toContain(text);
    }
    expect(specialistsReport(REPORT)).toBe(markup);
  });

  test("needs nothing from elsewhere", () => {
    expect(markup).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org)|url\(|@import/);
  });

  test("draws correlations: covariance over both standard deviations, small and negative ones left out", () => {
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

  test("draws the gain by cover with mean and spread, and leaves out what has no right answer to begin with", () => {
    const description =
      "Change of right answers by number of specialists that know the class. 0: 2.0 %; 1: 8.0 ± 2.8 %.";
    expect(page.all("svg").map((svg) => svg.getAttribute("aria-label"))).toContain(description);
    const dots = page.texts("svg circle title");
    expect(dots).toEqual(["seed 1: 2.0 %", "seed 1: 10.0 %", "seed 2: 6.0 %"]);
  });

  test("takes everything as text", () => {
    const hostile = table(HOSTILE, HOSTILE);
    const text = specialistsReport({
      ...REPORT,
      ...{ title: HOSTILE, lede: HOSTILE, facts: [[HOSTILE, HOSTILE]], remarks: [HOSTILE], backend: HOSTILE },
      tables: { clusters: hostile, models: hostile, cover: hostile },
      similarity: { ...REPORT.similarity, classNames: [HOSTILE, "b", HOSTILE, "d"] },
    });
    expect(text).not.toContain("<script");
    expect(parsePage(text).texts("h1")).toEqual([HOSTILE]);
  });

  test("draws classes that are never predicted, in no set, and seeds without any change", () => {
    const covariance = [
      [0, 0],
      [0, 0],
    ];
    const bare = specialistsReport({
      ...REPORT,
      similarity: { classNames: ["a", "b"], covariance, sets: [] },
      cover: [{ seed: 1, specialists: 0, before: 5, after: 5 }],
    });
    expect(bare).not.toMatch(/NaN|Infinity/);
  });

  test.each<[string, Partial<SpecialistsReport["similarity"]>]>([
    [
      "specialistsReport: similarity.classNames.length must be an integer, at least 1, got 0",
      { classNames: [], covariance: [] },
    ],
    [
      "specialistsReport: similarity.covariance.length must be an integer, at least 4 and at most 4, got 1",
      { covariance: [[0, 0, 0, 0]] },
    ],
    [
      "specialistsReport: similarity.covariance[0] must have shape [4] (as classNames), got [1]",
      { covariance: [[0], [0], [0], [0]] },
    ],
    ["specialistsReport: similarity.sets[1] must hold class numbers from 0 to 3, got -1", { sets: [[0], [2, -1]] }],
  ])("says %s", (message, over) => {
    const similarity = { ...REPORT.similarity, ...over };
    expect(() => specialistsReport({ ...REPORT, similarity })).toThrow(message);
  });
});
