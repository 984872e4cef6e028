import { describe, expect, it } from "vitest";
import { type MnistNetRecord, type MnistRecord, mnistReport, mnistTables } from "../src/index.ts";
import { MNIST_RECORD } from "./make-mnist-record.ts";
import { parsePage } from "./parse-page.ts";

const HOSTILE = `<script>alert("x")</script>&'&lt;`;
const markup = mnistReport(MNIST_RECORD);
const page = parsePage(markup);
const labels = (of = page) => of.all("svg").map((svg) => svg.getAttribute("aria-label"));

/** The record with some of its nets. */
const withNets = (keep: (net: MnistNetRecord) => boolean): MnistRecord => ({
  ...MNIST_RECORD,
  nets: MNIST_RECORD.nets.filter(keep),
});

describe("mnistReport(record)", () => {
  it("is one document with every section, in order", () => {
    expect(markup.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(page.title).toBe("Distillation on MNIST");
    expect(page.texts("h2")).toEqual([
      "Result",
      "Which temperature",
      "Fewer transfer examples",
      "What is taken for what",
      "What the teacher knows beside the answer",
      "What a student learned about a digit that it never saw",
      "Other teachers, later losses, controls",
      "How to run this again",
      "Words",
    ]);
    // (20 + 22)/2 − (10 + 12)/2 = 10 errors, of 21 − 8 to the teacher; 5 and 10 of 250 3s wrong are 97 % right.
    expect(page.texts(".lede")).toEqual([
      "Soft targets took 10.0 ± 0.0 errors off, 77 % of the way to the teacher (2 seeds). A student that never saw 3s gets 97.0 % of them right once their bias is chosen, without labels.",
    ]);
  });

  it("has each of the tables, cell by cell", () => {
    const cells = new Set(page.texts("td, tbody th"));
    for (const { columns, rows } of mnistTables(MNIST_RECORD)) {
      for (const column of columns) expect(page.texts("thead th")).toContain(column);
      for (const cell of rows.flat()) expect(cells).toContain(cell);
    }
    expect(page.texts("details summary")).toEqual([
      "Temperature and width: all figures",
      "Fewer transfer examples: all figures",
      "Ensembles as teachers, and no labels: all figures",
      "Later losses on the same student: all figures",
      "Controls: all figures",
      "The specification",
    ]);
  });

  it("draws the paper's numbers beside those of every seed", () => {
    expect(labels()[0]).toBe(
      "Test errors. teacher (784-32-4): 8.0 ± 1.4, paper 6.7 errors; student, hard labels (784-8-4): 21.0 ± 1.4, paper 14.6 errors; student, distilled (784-8-4): 11.0 ± 1.4, paper 7.4 errors.",
    );
    expect(labels()[1]).toBe(
      "Test errors of the student whose transfer set has no 3s. as trained: 200.0 ± 0.0, paper 20.6 errors; biases chosen without labels: 100.5 ± 0.7; bias chosen on the test set: 95.5 ± 0.7, paper 10.9 errors.",
    );
    expect(labels()[2]).toBe(
      "Test errors of the student whose transfer set has only 1s and 2s. as trained: 51.0 ± 1.4 %, paper 47.3 %; biases chosen without labels: 15.0 ± 0.0 %; bias chosen on the test set: 14.0 ± 0.0 %, paper 13.2 %.",
    );
    const titles = page.texts("svg title");
    for (const title of ["teacher (784-32-4), seed 2: 9 errors", "teacher (784-32-4), paper: 6.7 errors"]) {
      expect(titles).toContain(title);
    }
  });

  it("draws no number of the paper beside those of other data", () => {
    const other = mnistReport({ ...MNIST_RECORD, dataset: { ...MNIST_RECORD.dataset, name: "digits" } });
    expect(parsePage(other).text).toContain(
      "The paper’s numbers are of MNIST, and are not drawn beside those of digits.",
    );
    expect(labels(parsePage(other)).join()).not.toContain("paper");
  });

  it("draws errors against temperature, a panel for each width, with the student on labels where there is one", () => {
    const described = labels().filter((label) => label!.includes("by temperature"));
    expect(described).toEqual([
      "Test errors of 784-8-4 by temperature. distilled: 1: 12.0 ± 1.4, 4: 15.0 ± 1.4, 20: 31.0 ± 1.4; on labels: 21.0.",
      "Test errors of 784-4-4 by temperature. distilled: 1: 12.0 ± 1.4, 4: 15.0 ± 1.4, 20: 31.0 ± 1.4.",
    ]);
    expect(page.texts("svg title")).toContain("distilled, 4, seed 2: 16 errors");
  });

  it("draws errors against the share of the transfer set, up to the whole of it", () => {
    expect(labels()).toContain(
      "Test errors by share of the transfer set. student, hard labels: 1 %: 900, 10 %: 90, 100 %: 21.0 ± 1.4; student, distilled: 1 %: 400, 10 %: 40, 100 %: 11.0 ± 1.4, logarithmic axis.",
    );
  });

  it("adds the confusions up over the seeds, before and after the change of biases", () => {
    expect(labels().filter((label) => label!.startsWith("Confusion"))).toEqual([
      "Confusion matrix of the without-3s, as trained: 1,600 right, 400 wrong.",
      "Confusion matrix of the without-3s, biases changed: 1,799 right, 201 wrong.",
      "Confusion matrix of the only-7s-and-8s, as trained: 980 right, 1,020 wrong.",
      "Confusion matrix of the only-7s-and-8s, biases changed: 1,700 right, 300 wrong.",
    ]);
  });

  it("shows of every class the example that the teacher is least sure about, and those of the class that was not there", () => {
    const articles = page.all("article").map((article) => article.getAttribute("aria-label"));
    expect(articles).toEqual([
      ...["Example 1, true class 0", "Example 2, true class 1", "Example 3, true class 2", "Example 4, true class 3"],
      ...["Example 1, true class 3", "Example 2, true class 3"],
    ]);
    // The teacher's logits of the harder one are half as large: e³ against 1, e^½ and e^¼ of the others, which are 0 and so on.
    const [first] = labels().filter((label) => label!.startsWith("T = 1: teacher 0"));
    const [others] = [[0.25, 0.5, 0].reduce((sum, logit) => sum + Math.exp(logit), 0)];
    const share = (100 * Math.exp(3)) / (Math.exp(3) + others!);
    expect(first).toContain(`T = 1: teacher 0 ${share.toFixed(1)} %`);
  });

  it("shows the logits of the digit that was not there, before and after", () => {
    const rows = page
      .all("section[aria-labelledby=unseen] tbody tr")
      .map((row) => Array.from(row.querySelectorAll("th, td"), ({ textContent }) => textContent));
    // The teacher's 6 over 1, halved for the first example; the student's 3 − 5 before, and 2.5 more after.
    expect(rows).toEqual([
      ["1: 3", "2.5", "−2.0", "0.5"],
      ["2: 3", "5.0", "−2.0", "0.5"],
    ]);
    expect(page.text).toContain(
      "To its logits were added 2.5 for 3, chosen without labels. Of these 2 examples it gets 0 right as trained, and 2 after that.",
    );
  });

  it("compares other students with the two of section 3 and the plain one of the sweep", () => {
    expect(labels()).toContain(
      "Test errors: Controls. student, hard labels: 21.0 ± 1.4; student, distilled: 11.0 ± 1.4; temperature-20-784-8-4: 31.0 ± 1.4; label-smoothing: 18.5 ± 0.7; shuffled-teacher: 755.0 ± 7.1; logarithmic axis.",
    );
  });

  it("holds what is needed to run it again", () => {
    expect(JSON.parse(page.first("pre").textContent)).toEqual(MNIST_RECORD.spec);
    expect(page.texts("dl.versions dd")).toEqual(["0.1.0", "20.20.0", "cpu 4.22.0"]);
    expect(page.text).toContain("dark-knowledge reproduce mnist --spec spec.json");
  });

  it("loads nothing, runs nothing, and describes everything that is drawn", () => {
    expect(markup.match(/https?:|\/\/[a-z]|<script|<link|<iframe|@import|javascript:|\son[a-z]+=/gi)).toBeNull();
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    for (const chart of page.all("svg")) expect(chart.getAttribute("aria-label")!.length).toBeGreaterThan(20);
    for (const image of page.all("img")) expect(image.getAttribute("alt")).toMatch(/^test example of class \d$/);
    for (const scroller of page.all(".scroller")) expect(scroller.getAttribute("tabindex")).toBe("0");
    expect(page.all("thead th:not([scope])")).toHaveLength(0);
    const ids = page.all("[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("is the same string for the same record, also through JSON", () => {
    expect(mnistReport(JSON.parse(JSON.stringify(MNIST_RECORD))) === markup).toBe(true);
  });

  it("leaves out what the record lacks", () => {
    const headings = (keep: (net: MnistNetRecord) => boolean) => parsePage(mnistReport(withNets(keep))).texts("h2");
    const frame = (...sections: string[]) => ["Result", ...sections, "How to run this again", "Words"];
    expect(headings(({ role }) => role === "teacher")).toEqual(frame());
    expect(headings(({ name, role }) => name === "hard" || role === "teacher")).toEqual(frame());
    expect(headings(({ name }) => name.startsWith("temperature"))).toEqual(frame("Which temperature"));
    expect(headings(({ table }) => table === "transfer-size")).toEqual(frame("Fewer transfer examples"));
    expect(headings(({ table }) => table === "controls")).toEqual(frame("Other teachers, later losses, controls"));
    expect(headings(({ table }) => table === "without-3s")).toEqual(frame("What is taken for what"));
    expect(headings(({ table, role }) => table === "without-3s" || role === "teacher")).toEqual(
      frame("What is taken for what", "What a student learned about a digit that it never saw"),
    );
    const exampleLogits: number[][] = [];
    const bare = { ...MNIST_RECORD, examples: [], nets: MNIST_RECORD.nets.map((net) => ({ ...net, exampleLogits })) };
    expect(parsePage(mnistReport(bare)).all("img")).toHaveLength(0);
    const alone = parsePage(mnistReport(withNets(({ role, seed }) => role === "teacher" && seed === 1)));
    expect(alone.texts(".lede")).toEqual([
      "1 teacher and 0 students on mnist; errors are of 1,000 examples of the test set.",
    ]);
  });

  it("says when the examples were held out of the training set", () => {
    const heldOut = mnistReport({ ...MNIST_RECORD, dataset: { ...MNIST_RECORD.dataset, isHeldOut: true } });
    expect(parsePage(heldOut).texts("dl.facts dd")).toContain("1,000 examples held out of the training set");
  });

  it("takes everything as text", () => {
    const text = mnistReport({
      ...MNIST_RECORD,
      ...{ spec: { name: HOSTILE }, versions: { [HOSTILE]: HOSTILE }, backend: HOSTILE },
      dataset: { ...MNIST_RECORD.dataset, name: HOSTILE, classNames: [HOSTILE, "b", "c", HOSTILE] },
      nets: MNIST_RECORD.nets.map((net) => ({ ...net, architecture: `${net.architecture}${HOSTILE}` })),
    });
    expect(text).not.toContain("<script");
    expect(parsePage(text).texts("h1")).toEqual([`Distillation on ${HOSTILE}`]);
  });

  it.each<[string, (record: MnistRecord) => MnistRecord]>([
    [
      "record.dataset.classNames.length must be an integer, at least 1, got 0",
      (record) => ({ ...record, dataset: { ...record.dataset, classNames: [] } }),
    ],
    ["record.nets.length must be an integer, at least 1, got 0", (record) => ({ ...record, nets: [] })],
    [
      "record.examples[0].pixels must have shape [784], got [1]",
      (record) => ({ ...record, examples: [{ ...record.examples[0]!, pixels: [0] }] }),
    ],
    [
      "record.nets[0].size must be an integer, at least 1000 and at most 1000, got 10",
      (record) => ({ ...record, nets: [{ ...record.nets[0]!, size: 10 }] }),
    ],
    [
      "record.nets[0].errors must be an integer, at least 0 and at most 1000, got 1001",
      (record) => ({ ...record, nets: [{ ...record.nets[0]!, errors: 1001 }] }),
    ],
    [
      "record.nets[0].confusion must have shape [4, 4] (as record.dataset.classNames), got [4, 1]",
      (record) => ({ ...record, nets: [{ ...record.nets[0]!, confusion: [[1], [1], [1], [1]] }] }),
    ],
    [
      "record.nets[0].omit[0] must be an integer, at least 0 and below 4, got 4",
      (record) => ({ ...record, nets: [{ ...record.nets[0]!, omit: [4] }] }),
    ],
    [
      "record.nets[0].exampleLogits must have shape [8] (as record.examples), got [0]",
      (record) => ({ ...record, nets: [{ ...record.nets[0]!, exampleLogits: [] }] }),
    ],
    [
      "record.nets[0].exampleLogits[0] must have shape [4] (as record.dataset.classNames), got [1]",
      (record) => ({ ...record, nets: [{ ...record.nets[0]!, exampleLogits: record.examples.map(() => [1]) }] }),
    ],
    [
      "record.nets[0].corrected.byShares.biases must have shape [2] (as record.nets[0].omit or only), got [1]",
      (record) => ({
        ...record,
        nets: [{ ...record.nets.find(({ corrected }) => corrected)!, omit: [2, 3] }],
      }),
    ],
  ])("says %s", (message, change) => {
    expect(() => mnistReport(change(MNIST_RECORD))).toThrow(`mnistReport: ${message}`);
  });
});
