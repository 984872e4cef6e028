import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { describe, expect, it } from "vitest";
import { parsePage } from "../../../report/test/parse-page.ts";
import { mnistPage } from "../../src/mnist/mnist-page.ts";
import { mnistTables } from "../../src/mnist/mnist-tables.ts";
import { MNIST_RECORD } from "../fixtures/mnist-record.ts";

const HOSTILE = `<script>alert("x")</script>&'&lt;`;
const markup = mnistPage(MNIST_RECORD);
const page = parsePage(markup);
const labels = (of = page) => of.all("svg").map((svg) => svg.getAttribute("aria-label"));
const withNets = (keep: (net: NetRecord) => boolean): RunRecord => ({
  ...MNIST_RECORD,
  nets: MNIST_RECORD.nets.filter(keep),
});

describe("mnistPage(record)", () => {
  it("has every section, in order, and the result in two sentences", () => {
    expect(page.title).toBe("Distillation on MNIST");
    expect(page.texts("h2")).toEqual([
      "In short",
      "Result",
      "Which temperature",
      "Fewer transfer examples",
      "What is taken for what",
      "What the teacher knows besides the answer",
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
    const heads = page.texts("thead th");
    for (const { columns, rows } of mnistTables(MNIST_RECORD)) {
      for (const { title } of columns) expect(heads).toContain(title);
      for (const row of rows) for (const cell of row.cells) expect(cells).toContain(cell);
    }
    expect(page.texts("details summary")).toEqual([
      "All numbers, seed by seed",
      "Temperature and width: all figures",
      "Fewer transfer examples: all figures",
      "Ensembles as teachers, and no labels: all figures",
      "Later losses on the same student: all figures",
      "Controls: all figures",
      "The specification",
    ]);
  });

  it("draws the paper's numbers with those of every seed, where the record refers to them", () => {
    expect(labels().slice(0, 3)).toEqual([
      "Test errors. teacher (784-32-4): 8.0 ± 1.4, paper 67 errors; student, hard labels (784-8-4): 21.0 ± 1.4, paper 146 errors; student, distilled (784-8-4): 11.0 ± 1.4, paper 74 errors.",
      "Test errors of the student whose transfer set has no 3s. as trained: 200.0 ± 0.0, paper 206 errors; biases chosen without labels: 100.5 ± 0.7; bias chosen on the test set: 95.5 ± 0.7, paper 109 errors.",
      "Error rate of the student whose transfer set has only 1s and 2s. as trained: 51.00 ± 1.41 %, paper 47.3 %; biases chosen without labels: 15.00 ± 0.00 %; bias chosen on the test set: 14.00 ± 0.00 %, paper 13.2 %.",
    ]);
    const { references: _, ...bare } = MNIST_RECORD;
    const other = parsePage(mnistPage({ ...bare, dataset: { ...bare.dataset, name: "digits" } }));
    expect(other.text).toContain("are not drawn with those of other examples (digits).");
    expect(labels(other).join()).not.toContain("paper");
    expect(other.texts("thead th")).not.toContain("paper");
  });

  it("draws errors against temperature, a panel for each width, with the baseline where there is one", () => {
    expect(labels().filter((label) => label!.includes("by temperature"))).toEqual([
      "Test errors by temperature T, 784-8-4. distilled: 1: 12.0 ± 1.4, 4: 15.0 ± 1.4, 20: 31.0 ± 1.4; on labels: 21.0.",
      "Test errors by temperature T, 784-4-4. distilled: 1: 12.0 ± 1.4, 4: 15.0 ± 1.4, 20: 31.0 ± 1.4.",
    ]);
  });

  it("draws errors against the share of the transfer set, up to the whole of it", () => {
    expect(labels()).toContain(
      "Test errors by share of the training set, 784-8-4. students on labels: 1 %: 900, 10 %: 90, 100 %: 21.0 ± 1.4; students on soft targets: 1 %: 400, 10 %: 40, 100 %: 11.0 ± 1.4, logarithmic axis.",
    );
  });

  it("draws confusions before and after biases are changed, with the symbols of the rows above", () => {
    expect(page.texts(".matrices figcaption")).toEqual([
      ...["as trained, 2 seeds", "biases chosen without labels, 2 seeds"],
      ...["as trained, 2 seeds", "biases chosen without labels, 2 seeds"],
    ]);
    const keys = page.all(".matrices figcaption .key").map((key) => key.getAttribute("class"));
    expect(keys).toEqual(["key uncorrected", "key student", "key uncorrected", "key student"]);
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
      "Controls. student, hard labels: 21.0 ± 1.4, paper 146 errors; student, distilled: 11.0 ± 1.4, paper 74 errors; temperature-20-784-8-4: 31.0 ± 1.4; label-smoothing: 18.5 ± 0.7; shuffled-teacher: 755.0 ± 7.1; logarithmic axis.",
    );
  });

  it("does not depend on the names of its students", () => {
    const renamed: Readonly<Record<string, string>> = { hard: "baseline", distilled: "kd" };
    const nets = MNIST_RECORD.nets.map((net) => ({ ...net, name: renamed[net.name] ?? net.name }));
    const other = parsePage(mnistPage({ ...MNIST_RECORD, nets }));
    expect(other.texts("h2")).toEqual(page.texts("h2"));
    expect(other.texts(".lede")).toEqual(page.texts(".lede"));
    expect(other.texts("section[aria-labelledby=result] td")).toContain("77 %");
  });

  it("loads nothing, runs nothing, and describes everything that is drawn", () => {
    expect(markup.match(/https?:|\/\/[a-z]|<script|<link|<iframe|@import|javascript:|\son[a-z]+=/gi)).toBeNull();
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    for (const chart of page.all("svg")) expect(chart.getAttribute("aria-label")!.length).toBeGreaterThan(20);
    for (const image of page.all("img")) expect(image.getAttribute("alt")).toMatch(/^test example of class \d$/);
    const ids = page.all("[id]").map((element) => element.getAttribute("id"));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("leaves out what the record lacks", () => {
    const headings = (keep: (net: NetRecord) => boolean) => parsePage(mnistPage(withNets(keep))).texts("h2");
    const frame = (...sections: string[]) => ["Result", ...sections, "How to run this again", "Words"];
    expect(headings(({ role }) => role === "teacher")).toEqual(frame());
    expect(headings(({ name, role }) => name === "hard" || role === "teacher")).toEqual(frame());
    expect(headings(({ name }) => name.startsWith("temperature"))).toEqual(frame("Which temperature"));
    expect(headings(({ table }) => table === "transfer-size")).toEqual(frame("Fewer transfer examples"));
    expect(headings(({ table }) => table === "controls")).toEqual(frame("Other teachers, later losses, controls"));
    expect(headings(({ table }) => table === "without-3s")).toEqual(frame("What is taken for what"));
    expect(headings(({ table, role }) => table === "without-3s" || role === "teacher")).toEqual(
      frame(
        "What is taken for what",
        "What the teacher knows besides the answer",
        "What a student learned about a digit that it never saw",
      ),
    );
    const alone = parsePage(mnistPage(withNets(({ role, seed }) => role === "teacher" && seed === 1)));
    expect(alone.texts(".lede")).toEqual(["1 teacher on mnist; figures are of 1,000 examples of the test set."]);
  });

  it("does without confusions", () => {
    const nets = MNIST_RECORD.nets.map(({ confusion: _, corrected, ...net }) => {
      if (corrected === undefined) return net;
      const { byShares, byTestErrors } = corrected;
      const { confusion: __, ...shares } = byShares;
      const { confusion: ___, ...errors } = byTestErrors;
      return { ...net, corrected: { byShares: shares, byTestErrors: errors } };
    });
    const bare = parsePage(mnistPage({ ...MNIST_RECORD, nets }));
    expect(bare.texts("h2")).not.toContain("What is taken for what");
    expect(bare.first(".lede").textContent).not.toContain("never saw");
  });

  it("takes everything as text", () => {
    const text = mnistPage({
      ...MNIST_RECORD,
      ...{ title: HOSTILE, spec: { name: HOSTILE }, versions: { [HOSTILE]: HOSTILE }, backend: HOSTILE },
      dataset: { ...MNIST_RECORD.dataset, name: HOSTILE, classNames: [HOSTILE, "b", "c", HOSTILE] },
      nets: MNIST_RECORD.nets.map((net) => ({ ...net, architecture: `${net.architecture}${HOSTILE}` })),
    });
    expect(text).not.toContain("<script");
    expect(parsePage(text).texts("h1")).toEqual([HOSTILE]);
  });
});
