import { describe, expect, it } from "vitest";
import { compareStudents, htmlReport } from "../src/index.ts";
import { makeRecord } from "./make-record.ts";
import { parsePage, plain } from "./parse-page.ts";
import { tinyNets, tinyRecord, withNets } from "./tiny-record.ts";

const HOSTILE = `<script>alert("x")</script>&'&lt;`;
const LETTERS = Array.from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
const FAULTLESS = { examples: 1, errors: { teacher: 0, hard: 0, distilled: 0 } };

const record = makeRecord({ examples: 2 });
const markup = htmlReport(record);
const page = parsePage(markup);

describe("htmlReport(record)", () => {
  it("is one document with every section, in order", () => {
    expect(markup.startsWith('<!doctype html>\n<html lang="en">')).toBe(true);
    expect(page.title).toBe(record.title);
    expect(page.texts("h1")).toEqual([record.title]);
    expect(page.texts("h2")).toEqual([
      "Result",
      "Learning curves",
      "What is taken for what",
      "What the teacher knows besides the answer",
      "How to run this again",
      "Words",
    ]);
    expect(page.texts(".lede")).toEqual([compareStudents(record)]);
  });

  it("closes every element that it opens", () => {
    const open: string[] = [];
    const text = markup.replace(/<style>[\s\S]*?<\/style>/, "");
    for (const [, slash, name, rest] of text.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^>"])*)>/gi)) {
      if (["meta", "img", "br"].includes(name!) || rest!.endsWith("/")) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it("keeps a number and its unit together, but for what is copied", () => {
    const together = htmlReport({ ...record, spec: { note: "5 % or 6 ± 1" } });
    expect(parsePage(together).first(".lede").textContent).toMatch(/ \d+\u00a0% of the way/);
    expect(together).not.toMatch(/<p[^<]*\d (%|± \d)/);
    expect(together).toContain("&quot;5 % or 6 ± 1&quot;");
  });

  it("gives no group of a chart a name without a role", () => {
    expect(page.all("g[data-mark]").length).toBeGreaterThan(50);
    expect(page.all("[aria-label]:not(svg, article, section, div[role=region])")).toHaveLength(0);
  });

  it("holds each number of each net", () => {
    const rows = page
      .all("details:not(.machine) tbody tr")
      .map((row) => Array.from(row.querySelectorAll("td"), ({ textContent }) => plain(textContent)));
    const expected = record.nets.map(({ seed, figures, fidelity, seconds, parameters }) => [
      `${seed}`,
      `${figures.errors}`,
      figures.nll!.toFixed(4),
      fidelity ? `${(100 * fidelity.agreement!).toFixed(2)} %` : "–",
      `${((100 * figures.errors!) / 2000).toFixed(2)} %`,
      figures.calibrationError!.toFixed(4),
      fidelity ? fidelity.kl!.toFixed(4) : "–",
      parameters!.toLocaleString("en-US"),
      seconds!.toFixed(1),
    ]);
    expect(rows).toEqual(expected);
    for (const number of ["123.3 ± 1.5", "6.17 ± 0.08 %", "837,610", "8,000 examples", "54 %"]) {
      expect(page.text).toContain(number);
    }
  });

  it("holds spec, versions and backend as they were", () => {
    expect(JSON.parse(page.first("pre").textContent)).toEqual(record.spec);
    expect(page.texts("dl.versions dt")).toEqual(["dark-knowledge", "tfjs", "node", "backend"]);
    expect(page.texts("dl.versions dd")).toEqual(["0.1.0", "4.22.0", "20.20.0", "wasm 4.22.0 (repaired)"]);
  });

  it("describes every chart and picture for those who cannot see it", () => {
    const charts = page.all("svg");
    // Dots; two panels for teacher and hard student, four for the distilled one; three matrices; two examples by three.
    expect(charts).toHaveLength(1 + 8 + 3 + 6);
    for (const chart of charts) {
      expect(chart.getAttribute("role")).toBe("img");
      expect(chart.getAttribute("aria-label")!.length).toBeGreaterThan(20);
    }
    expect(charts[0]!.getAttribute("aria-label")).toBe(
      "Test errors. teacher (784-600-600-10): 30; student, hard labels (784-30-30-10): 123.3 ± 1.5; student, distilled (784-30-30-10): 72.7 ± 7.2.",
    );
    expect(page.all("img").map((image) => image.getAttribute("alt"))).toEqual([
      "test example of class 0",
      "test example of class 1",
    ]);
    expect(page.all("thead th:not([scope])")).toHaveLength(0);
  });

  it("loads nothing and runs nothing", () => {
    const text = markup.replaceAll(/base64,[\w+/=]+/g, "");
    expect(text.match(/https?:|\/\/[a-z]|<script|<link|<iframe|@import|javascript:|\son[a-z]+=/gi)).toBeNull();
    const sources = [...markup.matchAll(/(?:src|href)="([^"]*)"|url\(([^)]*)\)/g)].map(([, source]) => source!);
    expect(sources).toHaveLength(2);
    for (const source of sources) expect(source).toMatch(/^data:image\/png;base64,/);
  });

  it("is the same string for the same record, and leaves the record as it was", () => {
    const before = JSON.stringify(record);
    expect(htmlReport(makeRecord({ examples: 2 })) === markup).toBe(true);
    expect(JSON.stringify(record)).toBe(before);
    expect(htmlReport(makeRecord({ examples: 2, seed: 8 })) === markup).toBe(false);
  });

  it("survives a trip through JSON unchanged", () => {
    expect(htmlReport(JSON.parse(JSON.stringify(record))) === markup).toBe(true);
  });

  it("rejects a record whose parts do not fit together", () => {
    expect(() => htmlReport({ ...record, title: 7 as unknown as string })).toThrow(
      "htmlReport: record.title must be a string, got 7",
    );
  });

  it("draws each kind of net with one symbol and one colour throughout", () => {
    // The label of a net is next to its key everywhere.
    const keys = page.all(".key").map((key) => key.getAttribute("class")!.replace("key ", ""));
    expect(new Set(keys)).toEqual(new Set(["teacher", "baseline", "student"]));
    const names = page
      .texts("tbody th, .legend li, h3, .matrices figcaption")
      .map((text) => text.replace(/, \d seeds?$/, ""));
    const kinds: Readonly<Record<string, string>> = {
      ...{ teacher: "teacher", "student, hard labels": "baseline", "student, distilled": "student" },
    };
    const marked = page
      .all("tbody th, .legend li, h3, .matrices figcaption")
      .flatMap((element, index) =>
        Array.from(element.querySelectorAll(".key"), (key) => [names[index]!, key] as const),
      );
    expect(marked.length).toBeGreaterThan(15);
    for (const [name, key] of marked) expect(key.getAttribute("class")).toBe(`key ${kinds[name.trim()]}`);
  });
});

it("further tables stand below that of the nets", () => {
  const table = { title: "Answers", columns: [{ title: "part", isText: true }], rows: [{ cells: ["<all>"] }] };
  const page = htmlReport(makeRecord({ examples: 2 }), { tables: [table] });
  expect(page).toContain("&lt;all&gt;");
  expect(() => htmlReport(makeRecord({ examples: 2 }), { table: [] } as object)).toThrow(
    "htmlReport: options must have known names only",
  );
});

describe("htmlReport(record) with hostile text", () => {
  const classNames = [...record.dataset.classNames.slice(1), HOSTILE];
  const hostile = withNets(
    {
      ...record,
      title: HOSTILE,
      spec: { dataset: HOSTILE },
      versions: { [HOSTILE]: HOSTILE },
      backend: HOSTILE,
      dataset: { ...record.dataset, name: HOSTILE, classNames },
      examples: record.examples.map((example) => ({ ...example, label: 9 })),
    },
    (net) => ({
      ...net,
      label: HOSTILE,
      architecture: HOSTILE,
      history: net.history!.map((epoch) => ({ ...epoch, terms: { [HOSTILE]: 1 } })),
    }),
  );
  const escaped = htmlReport(hostile);
  const parsed = parsePage(escaped);

  it("has no tag in it that came from the record", () => {
    expect(escaped.match(/<script/gi)).toBeNull();
    expect(parsed.all("script")).toHaveLength(0);
  });

  it("shows the text as it was, in elements, attributes and charts", () => {
    expect([parsed.title, ...parsed.texts("h1")]).toEqual([HOSTILE, HOSTILE]);
    expect(parsed.first("img").getAttribute("alt")).toBe(`test example of class ${HOSTILE}`);
    expect(JSON.parse(parsed.first("pre").textContent)).toEqual({ dataset: HOSTILE });
    expect(parsed.first(".matrices svg").getAttribute("aria-label")).toContain(`of ${HOSTILE}: `);
    expect(parsed.texts(".matrices svg title")).toContainEqual(expect.stringContaining(` taken for ${HOSTILE}: `));
    expect(parsed.text).toContain(`Training loss: ${HOSTILE}`);
  });
});

describe("htmlReport(record) of an unusual run", () => {
  it("leaves out what the record lacks", () => {
    const bare = makeRecord({ seeds: [5], epochs: 0, hasValidation: false, hasFidelity: false, examples: 0 });
    const parsed = parsePage(htmlReport(bare));
    expect(parsed.texts("h2")).toEqual(["Result", "What is taken for what", "How to run this again", "Words"]);
    expect(parsed.texts(".facts dt")).toEqual(["data", "classes", "trained on", "tested on", "teacher", "students"]);
  });

  it("draws training losses alone where nothing was validated", () => {
    const { text } = parsePage(htmlReport(makeRecord({ hasValidation: false, examples: 0 })));
    expect(text).toContain("Training loss: soft");
    expect(text).not.toContain("Validation error");
  });

  it.each([
    ["no history and no fidelity", makeRecord({ seeds: [5], epochs: 0, hasFidelity: false, examples: 0 })],
    ["one epoch", makeRecord({ epochs: 1, examples: 1 })],
    ["zero errors", makeRecord(FAULTLESS)],
    ["62 classes", makeRecord({ classNames: LETTERS, testSize: 6200, examples: 1 })],
    ["one class", tinyRecord({ baseline: { 1: 0 } })],
    ["two seeds and a teacher only", tinyRecord({ teacher: { 1: 4, 2: 4 } })],
    ["nearly every example wrong", makeRecord({ examples: 1, errors: { teacher: 1400, hard: 1900, distilled: 1999 } })],
  ])("draws no broken number with %s", (_, unusual) => {
    const text = htmlReport(unusual);
    expect(text.match(/NaN|Infinity|undefined|∞|null/g)).toBeNull();
    expect(parsePage(text).all("svg").length).toBeGreaterThan(0);
  });

  it("says so when nothing was confused", () => {
    expect(parsePage(htmlReport(makeRecord(FAULTLESS))).text).toContain("No test example was taken for another class.");
  });

  it("skips the epochs at which a training diverged, and still names the loss NaN in the table", () => {
    const diverged = withNets(record, (net) => ({
      ...net,
      figures: { ...net.figures, nll: Number.NaN },
      history: net.history!.map((epoch, index) => (index < 3 ? epoch : { ...epoch, terms: { total: Number.NaN } })),
    }));
    const parsed = parsePage(htmlReport(diverged));
    expect(parsed.all("svg").filter(({ outerHTML }) => outerHTML.includes("NaN"))).toHaveLength(0);
    expect(parsed.first("table").textContent).toContain("NaN");
  });

  it("draws the true class and the likeliest others where the classes are many", () => {
    const parsed = parsePage(htmlReport(makeRecord({ classNames: LETTERS, testSize: 6200, examples: 1 })));
    const chart = parsed.first(".examples svg");
    const labels = Array.from(chart.querySelectorAll("[data-mark^='x-axis tick label'] text"));
    expect(labels).toHaveLength(12);
    expect(labels.map(({ textContent }) => textContent)).toContain("0");
    expect(parsed.text).toContain("Of the 62 classes each row shows the true one and the 11 others");
  });

  it("draws no matrix that nobody could read", () => {
    const classNames = Array.from({ length: 200 }, (_, index) => `class ${index}`);
    const parsed = parsePage(htmlReport(makeRecord({ classNames, examples: 0 })));
    expect(parsed.all(".matrices")).toHaveLength(0);
    expect(parsed.all("section[aria-labelledby=confusions] tbody tr")).toHaveLength(10);
  });

  it("shows a run of another kind: no baseline, tables, a failure, and nothing at all", () => {
    const [teacher] = tinyNets({ role: "teacher", name: "big" }, { 1: 4 });
    const rival = tinyNets({ role: "rival", name: "other", table: "Rivals" }, { 1: 9, 2: 10 });
    const failures = [{ name: "other-3", message: "out of memory" }];
    const mixed = parsePage(htmlReport({ ...tinyRecord({}), nets: [teacher!, ...rival], failures }));
    expect(mixed.texts("h2")).toEqual([
      ...["Result", "What is taken for what", "Comparisons", "How to run this again", "Words"],
    ]);
    expect(mixed.texts("h3")).toContain("Rivals");
    expect(mixed.texts(".lede")).toEqual([
      "1 teacher and 2 rivals on toy; figures are of 200 examples of the test set. Failed: other-3 (out of memory).",
    ]);
    expect(parsePage(htmlReport(tinyRecord({}))).texts("h2")).toEqual(["Result", "How to run this again", "Words"]);
  });
});
