import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as report from "../src/index.ts";

const dataset = { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] };
const figures = { errors: 9, nll: 0.1 };
const net = (role: string, seed: number, more: object = {}): report.NetRecord => ({
  ...{ role, name: role, seed, architecture: "2-3-2", parameters: 17, figures },
  ...{
    confusion: [
      [96, 4],
      [5, 95],
    ],
    exampleLogits: [[1, 2]],
    history: [{ epoch: 1, terms: { total: 1 } }],
  },
  ...more,
});
const teacher = { name: "teacher", seed: 1 };
const record: report.RunRecord = {
  ...{ experiment: "mine", title: "odd or even", command: "run", spec: { a: 1 }, versions: { node: "20" } },
  ...{ backend: "cpu", dataset, examples: [{ label: 0, text: "2 + 2" }], extras: {} },
  failures: [{ name: "one", message: "broke" }],
  references: [{ source: "paper", net: "teacher", metric: "errors", value: 7 }],
  metrics: [{ key: "speed", title: "speed", format: "number" }],
  nets: [
    net("teacher", 1),
    net("student", 1, { baseline: true, name: "plain" }),
    net("student", 1, { name: "kd", temperature: 4, teacher, fidelity: { agreement: 0.9, kl: 0.1 } }),
  ],
};
/** What is looked at as a whole: its parts are for `assertRecord`. */
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);
const whole = closed(record);
/** A record of which nothing is drawn: what is right would only take time. */
const bare = closed({ ...record, nets: [net("teacher", 1, { figures: {}, history: [] })].map(closed) });
const nets = bare.nets;
const [group] = report.groupNets(record.nets);
const [metric] = report.METRICS;
const aMetric = closed(metric!);
const summary = { mean: 1, spread: 0.5, count: 3 };
const table = {
  title: "Result",
  columns: [{ title: "net", isText: true }],
  rows: [{ cells: ["big"], mark: "teacher" }],
};
const confusion = [
  [9, 1],
  [0, 10],
];
const part = report.html`<p>it</p>`;
const sweep = {
  ...{ nets, x: () => 4, axis: "T", formatX: String, title: "2-3-2" },
  ...{ labels: { student: "students" }, level: { label: "level", nets }, isWide: true },
};
const answered = [{ label: 0, text: "2 + 2", answers: [{ mark: "teacher", label: "big", logits: [4, 0] }] }];

testWrongArguments(report, {
  assertRecord: [(record: never) => report.assertRecord("f", record), [record]],
  compareStudents: [report.compareStudents, [whole, closed(group!)]],
  describeRun: [report.describeRun, [whole]],
  dotRows: [report.dotRows, [whole, [group], metric]],
  findComparison: [report.findComparison, [whole, group]],
  findStudents: [report.findStudents, [[group], group]],
  formatAmount: [report.formatAmount, [metric, 1]],
  formatCount: [report.formatCount, [1]],
  formatFixed: [report.formatFixed, [1, 2]],
  formatMetric: [report.formatMetric, [metric, summary]],
  formatPercent: [report.formatPercent, [0.5, 1]],
  formatPlural: [report.formatPlural, [2, "seed"]],
  formatReference: [report.formatReference, [metric, 1]],
  formatShortest: [report.formatShortest, [1]],
  formatSigned: [report.formatSigned, [1, 1]],
  formatSummary: [report.formatSummary, [summary, 1]],
  gapClosed: [report.gapClosed, [whole, group]],
  groupNets: [report.groupNets, [[closed(record.nets[0]!), closed(record.nets[1]!)]]],
  html: [report.html, [Object.assign(["a", "b"], { raw: ["a", "b"] }), "part"]],
  htmlReport: [report.htmlReport, [whole]],
  mainMetric: [report.mainMetric, [whole, [group]]],
  markOf: [report.markOf, [{ role: "student", temperature: 4, baseline: true }]],
  markdownTable: [report.markdownTable, [table, { width: 80 }]],
  markdownTables: [report.markdownTables, [[table]]],
  metricValue: [report.metricValue, [metric, { figures }, dataset]],
  metricsOf: [report.metricsOf, [whole, nets]],
  netTable: [report.netTable, [whole, { nets, title: "Result", caption: "All", without: ["layers"] }]],
  parseRecord: [report.parseRecord, [report.recordLines(record)]],
  recordLines: [report.recordLines, [whole]],
  runFacts: [report.runFacts, [whole]],
  seedTable: [report.seedTable, [whole, nets]],
  showAnswers: [report.showAnswers, [answered, ["even", "odd"]]],
  showComparison: [report.showComparison, [bare, { title: "one", nets, basis: [closed(group!)], without: ["layers"] }]],
  showConfusions: [report.showConfusions, [whole, [closed(group!)]]],
  showCoverGain: [report.showCoverGain, [[{ seed: 1, specialists: 1, before: 80, after: 90 }]]],
  showDifferences: [report.showDifferences, [[{ label: "4 bits", mean: 1, low: 0, high: 2 }], "errors"]],
  showDots: [
    report.showDots,
    [
      bare,
      [{ mark: "student", label: "kd", values: [{ seed: 1, value: 9 }], reference: { source: "paper", value: 7 } }],
      { metric: closed(metric!), caption: "all", isBare: false, logSpan: 5, quantity: "errors" },
    ],
  ],
  showFilters: [report.showFilters, [[{ weights: [1, 0], height: 1, width: 2 }], "one"]],
  showFront: [
    report.showFront,
    [[{ label: "4 bits", bytes: 5000, value: 4, isOnFront: true, spread: 1, kind: "chosen" }], "errors"],
  ],
  showGlossary: [report.showGlossary, [whole, [{ term: "word", meaning: "what it means" }]]],
  showHistograms: [
    report.showHistograms,
    [[{ title: "first", before: { counts: [1], edge: 1, zeros: 0 }, after: { counts: [1], edge: 1, zeros: 0.5 } }]],
  ],
  showLearningCurves: [report.showLearningCurves, [bare, [closed(group!)]]],
  showMatrices: [
    report.showMatrices,
    [[{ mark: "student", label: "small", confusions: [confusion] }], ["even", "odd"]],
  ],
  showPage: [
    report.showPage,
    [{ kind: "Note", title: "Less", lede: "Less.", facts: [["data", "none"]], sections: [part] }],
  ],
  showRerun: [report.showRerun, [whole, part]],
  showResult: [
    report.showResult,
    [bare, { nets, title: "Result", caption: "c", note: "n", parts: [part], without: ["layers"] }],
  ],
  showSection: [report.showSection, ["why", "Why", [part]]],
  showSeeds: [report.showSeeds, [whole]],
  showSensitivity: [
    report.showSensitivity,
    [[{ label: "first", points: [{ left: 0.5, values: [1] }] }], { quantity: "errors", level: 1, title: "2-3-2" }],
  ],
  showSimilarity: [
    report.showSimilarity,
    [
      {
        classNames: ["O", "0"],
        covariance: [
          [0.2, 0.1],
          [0.1, 0.2],
        ],
        sets: [[0, 1]],
      },
    ],
  ],
  showSoftTargets: [report.showSoftTargets, [whole]],
  showSweep: [report.showSweep, [bare, sweep]],
  showTable: [report.showTable, [table, { fold: "more" }]],
  summarise: [report.summarise, [[1, 2]]],
  summariseMetric: [report.summariseMetric, [{ nets }, aMetric, whole]],
  valuesBySeed: [report.valuesBySeed, [group, aMetric, whole]],
});
