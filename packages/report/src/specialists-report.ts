import { ArgumentError, assertInteger, assertShape } from "@dark-knowledge/core";
import { drawCoverGain } from "./internal/charts/draw-cover-gain.ts";
import { drawSimilarity, drawSimilarityKey, type SimilarityPicture } from "./internal/charts/draw-similarity.ts";
import { html } from "./internal/html.ts";
import { showRerun } from "./internal/sections/show-rerun.ts";
import { showScroller } from "./internal/sections/show-scroller.ts";
import { showSection } from "./internal/sections/show-section.ts";
import { showTable } from "./internal/sections/show-table.ts";
import { showPage } from "./internal/show-page.ts";
import type { RunRecord } from "./run-record.ts";

/** A table as text. */
export interface ReportTable {
  /** Sentences. */
  readonly caption: string;
  /** `isText`: to the left, as words are, and not to the right, as numbers are. */
  readonly columns: readonly { readonly title: string; readonly isText: boolean }[];
  /** One cell for each column. What stands between back quotes is set as code. */
  readonly rows: readonly (readonly string[])[];
}

/** The right answers to test examples whose class equally many specialists know, of one seed. */
export interface CoverCounts {
  readonly seed: number;
  readonly specialists: number;
  /** Right answers of the generalist alone. */
  readonly before: number;
  /** Right answers with the specialists. */
  readonly after: number;
}

/** What {@link specialistsReport} shows. */
export interface SpecialistsReport extends Pick<RunRecord, "title" | "spec" | "versions" | "backend"> {
  /** The result in a sentence or two. */
  readonly lede: string;
  /** Terms and values that say what was done with what. */
  readonly facts: readonly (readonly [string, string])[];
  /** The classes of each specialist, the models that are compared, and the gain by covering specialists. */
  readonly tables: { readonly clusters: ReportTable; readonly models: ReportTable; readonly cover: ReportTable };
  /** Sentences about the models. */
  readonly remarks: readonly string[];
  /** Of one seed. Sets may overlap, and a class may be in none. */
  readonly similarity: {
    readonly classNames: readonly string[];
    /** The covariance of the generalist's probabilities, `[classes, classes]`. */
    readonly covariance: readonly (readonly number[])[];
    /** The class numbers of each specialist. */
    readonly sets: readonly (readonly number[])[];
  };
  /** Of all seeds. */
  readonly cover: readonly CoverCounts[];
}

/**
 * A run with specialists as one self-contained HTML page: the models beside each other, which classes are confused and how they were
 * divided, and what the specialists bring by how many of them know the class.
 *
 * The page is made as that of {@link htmlReport} is: nothing from the network, no script, charts as SVG, light and dark. The picture
 * of the classes shows correlations, `cov(i, j) / √(cov(i, i) cov(j, j))`.
 *
 * @returns a document that starts with `<!doctype html>`
 * @throws ArgumentError when the covariance is not square with a row for each class, or a set holds what is no class
 * @see Hinton, Vinyals and Dean (2015), section 5 and tables 2 to 4
 *
 * @example
 * ```ts
 * import { type ReportTable, specialistsReport } from "@dark-knowledge/report";
 *
 * const table: ReportTable = {
 *   caption: "Two models.",
 *   columns: [{ title: "model", isText: true }, { title: "accuracy", isText: false }],
 *   rows: [["generalist", "80 %"], ["with specialists", "90 %"]],
 * };
 * const page = specialistsReport({
 *   title: "Specialists", spec: {}, versions: {}, backend: "cpu", lede: "They gain ten points.", facts: [],
 *   tables: { clusters: table, models: table, cover: table }, remarks: [],
 *   similarity: { classNames: ["O", "0"], covariance: [[0.2, 0.1], [0.1, 0.2]], sets: [[0, 1]] },
 *   cover: [{ seed: 1, specialists: 1, before: 80, after: 90 }],
 * });
 * page.includes("<title>O and 0: 0.50</title>"); // => true
 * page.includes("<script"); // => false
 * ```
 */
export function specialistsReport(report: SpecialistsReport): string {
  const { title, lede, facts, tables, remarks, similarity, cover } = report;
  assertSimilarity(similarity);
  return showPage({
    kind: "Generalist and specialists",
    title,
    lede,
    facts,
    main: html`${showSection("models", "What the specialists bring", [
      showTable("Models", tables.models),
      ...remarks.map((remark) => html`<p>${remark}</p>`),
    ])}
${showSection("cover", "By how many specialists know the class", [
  html`<figure class="spaced">${drawCoverGain(cover)}
<figcaption>Change of right answers. Blue: mean over the seeds, with one standard deviation to either side. Grey: each seed.</figcaption></figure>`,
  showTable("By covering specialists", tables.cover),
])}
${showSection("classes", "Which classes are confused", [
  html`<p>Each cell is the correlation of the probabilities that the generalist gives two classes over the training set. Classes
stand in the order of the specialists' sets, each beside those that it is most like. Thick outlines: a set's own classes. Thin ones:
classes that stand elsewhere and belong to the set too. Negative correlations, and those below 0.01, are left blank.</p>`,
  html`<figure class="spaced">${drawSimilarityKey()}</figure>`,
  showScroller("Correlations between classes", drawSimilarity(similarity)),
  showTable("Classes of the specialists", tables.clusters),
])}
${showRerun(report, "reproduce specialists")}`,
  });
}

function assertSimilarity({ classNames, covariance, sets }: SimilarityPicture): void {
  const classes = classNames.length;
  assertInteger(NAME, "similarity.classNames.length", classes, { min: 1 });
  assertInteger(NAME, "similarity.covariance.length", covariance.length, { min: classes, max: classes });
  covariance.forEach((row, index) => {
    assertShape(NAME, `similarity.covariance[${index}]`, [row.length], [classes], "classNames");
  });
  sets.forEach((set, index) => {
    const wrong = set.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
    if (wrong === undefined) return;
    throw new ArgumentError({
      functionName: NAME,
      argument: `similarity.sets[${index}]`,
      expected: `must hold class numbers from 0 to ${classes - 1}`,
      received: String(wrong),
      code: "range",
    });
  });
}

const NAME = "specialistsReport";
