import { markdownTable as layOut } from "markdown-table";
import { formatErrors, formatFixed, formatPercent, formatPlural, formatSummary } from "./internal/format-number.ts";
import { groupNets, plainStudents, studentsOf } from "./internal/mnist-nets.ts";
import { PAPER_ERRORS } from "./internal/paper-errors.ts";
import type { MnistNetRecord, MnistRecord } from "./mnist-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/** One table of {@link mnistTables}: a title, columns, and rows of text. */
export interface MnistTable {
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The tables in the order of the paper, with titles. */
const TITLES: Readonly<Record<string, string>> = {
  "section-3": "The three nets of section 3",
  temperature: "Temperature and width",
  "without-3s": "A transfer set without 3s",
  "only-7s-and-8s": "A transfer set of 7s and 8s only",
  "transfer-size": "Fewer transfer examples",
  teachers: "Ensembles as teachers, and no labels",
  patient: "Patient and consistent: the same jittered view for teacher and student, for long",
  losses: "Later losses on the same student",
  controls: "Controls",
};

/**
 * The result of a run as tables of text, each of the paper's numbers beside ours: errors as mean ± sample standard deviation over
 * the seeds. A table of which the record has no student is left out.
 *
 * @see {@link mnistMarkdown} for the same as one Markdown text
 *
 * @example
 * ```ts
 * import { type MnistRecord, mnistTables } from "@dark-knowledge/report";
 *
 * const record: MnistRecord = {
 *   spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "mnist", trainSize: 60000, testSize: 10000, isHeldOut: false, classNames: ["0", "1"] },
 *   examples: [],
 *   nets: [70, 74].map((errors, index) => ({
 *     role: "teacher", name: "teacher", seed: index + 1, architecture: "784-1200-1200-10", parameters: 2395210,
 *     transferSize: 60000, omit: [], only: [], epochs: [], exampleLogits: [],
 *     size: 10000, errors, nll: 0.025, calibrationError: 0.002, confusion: [],
 *   })),
 * };
 * const [first] = mnistTables(record);
 * first?.rows[0]?.slice(0, 3); // => ["teacher", "67", "72.0 ± 2.8"]
 * ```
 */
export function mnistTables(record: MnistRecord): readonly MnistTable[] {
  const names = [...new Set(["section-3", ...record.nets.flatMap(({ table }) => table ?? [])])];
  const order = Object.keys(TITLES);
  return names
    .sort((one, other) => order.indexOf(one) - order.indexOf(other))
    .map((name) => tableOf(name, record))
    .filter(({ rows }) => rows.length > 0);
}

/**
 * The tables of {@link mnistTables} as one Markdown text, which reads well on a terminal too.
 *
 * @see {@link mnistTables} for an example of a record
 */
export function mnistMarkdown(record: MnistRecord): string {
  return mnistTables(record)
    .map(({ title, columns, rows }) => {
      const table = layOut([[...columns], ...rows.map((row) => [...row])], {
        align: columns.map((_, column) => (column === 0 ? "l" : "r")),
      });
      return `### ${title}\n\n${table}`;
    })
    .join("\n\n");
}

function tableOf(name: string, record: MnistRecord): MnistTable {
  const teachers = name === "section-3" ? record.nets.filter(({ role }) => role === "teacher") : [];
  const nets = [...teachers, ...plainStudents(record, name), ...studentsOf(record, name)];
  const groups = groupNets(nets);
  const title = TITLES[name] ?? name;
  if (nets.some(({ corrected }) => corrected)) return { name, title, ...correctedRows(groups) };
  const tellsTeachers = nets.some(({ fidelity }) => fidelity?.teacherErrors !== undefined);
  const columns = [
    ...["net", "paper", "errors", "gap closed", "NLL"],
    ...(tellsTeachers ? ["teacher's errors"] : []),
    ...["agreement with teacher", "layers", "examples", "runs"],
  ];
  return { name, title, columns, rows: groups.map((group) => rowOf(group, gapOf(group, record), tellsTeachers)) };
}

function rowOf(group: readonly MnistNetRecord[], gap: number | undefined, tellsTeachers: boolean): string[] {
  const { name, architecture, transferSize } = group[0]!;
  return [
    name,
    PAPER_ERRORS[name] ?? "–",
    formatErrors(errorsOf(group)),
    gap === undefined ? "–" : formatPercent(gap, 0),
    formatSummary(summarise(group.map(({ nll }) => nll)), 4),
    ...(tellsTeachers ? [teacherErrorsOf(group)] : []),
    agreementOf(group),
    architecture,
    formatFixed(transferSize, 0),
    String(group.length),
  ];
}

/** What was learned about classes that were not there, before and after their biases were changed. */
function correctedRows(groups: readonly (readonly MnistNetRecord[])[]): Pick<MnistTable, "columns" | "rows"> {
  const columns = ["net", "paper", "errors", "error rate", "errors on the classes concerned", "biases added", "runs"];
  const rows = groups.flatMap((group) => {
    const { name, omit, only } = group[0]!;
    const classes = only.length > 0 ? only : omit;
    const row = (label: string, key: string, figures: readonly MnistFiguresOf[], biases: string) => [
      label,
      PAPER_ERRORS[key] ?? "–",
      formatErrors(summarise(figures.map(({ errors }) => errors))),
      formatPercent(summarise(figures.map(({ errors, size }) => errors / size)).mean, 1),
      formatErrors(summarise(figures.map((one) => errorsOn(one, classes)))),
      biases,
      String(group.length),
    ];
    const corrected = group.flatMap((net) => net.corrected ?? []);
    const byShares = corrected.map((both) => both.byShares);
    const byTestErrors = corrected.map((both) => both.byTestErrors);
    const biases = classes.map((_, index) => formatSummary(summarise(byShares.map((one) => one.biases[index]!)), 1));
    return [
      row(`${name}, as trained`, name, group, "–"),
      row("biases chosen without labels", `${name} by shares`, byShares, biases.join(", ")),
      row(
        "bias chosen on the test set, as in the paper",
        `${name} by test errors`,
        byTestErrors,
        formatSummary(summarise(byTestErrors.map(({ shift }) => shift)), 1),
      ),
    ];
  });
  return { columns, rows };
}

type MnistFiguresOf = Pick<MnistNetRecord, "errors" | "size" | "confusion">;

function errorsOn({ confusion }: MnistFiguresOf, classes: readonly number[]): number {
  return classes.reduce(
    (sum, label) =>
      sum + confusion[label]!.reduce((row, count, predicted) => (predicted === label ? row : row + count), 0),
    0,
  );
}

function errorsOf(group: readonly MnistNetRecord[]): Summary {
  return summarise(group.map(({ errors }) => errors));
}

/** The share of the way from the student on labels to the teacher, for students of the same layers. */
function gapOf(group: readonly MnistNetRecord[], { nets }: MnistRecord): number | undefined {
  const { role, name, architecture } = group[0]!;
  const hard = nets.filter((net) => net.name === "hard");
  const teachers = nets.filter((net) => net.role === "teacher");
  if (role !== "student" || name === "hard" || hard.length === 0 || teachers.length === 0) return undefined;
  if (hard[0]!.architecture !== architecture) return undefined;
  const [from, to] = [errorsOf(hard).mean, errorsOf(teachers).mean];
  return from > to ? (from - errorsOf(group).mean) / (from - to) : undefined;
}

function teacherErrorsOf(group: readonly MnistNetRecord[]): string {
  const errors = group.flatMap(({ fidelity }) => fidelity?.teacherErrors ?? []);
  return errors.length === 0 ? "–" : formatErrors(summarise(errors));
}

function agreementOf(group: readonly MnistNetRecord[]): string {
  const agreements = group.flatMap(({ fidelity }) => (fidelity ? 100 * fidelity.agreement : []));
  return agreements.length === 0 ? "–" : `${formatSummary(summarise(agreements), 2)} %`;
}

/**
 * What was trained, in a sentence.
 *
 * @see {@link mnistTables} for an example of a record
 */
export function describeMnistRun({ dataset, nets, failures = [] }: MnistRecord): string {
  const count = (role: MnistNetRecord["role"]) => nets.filter((net) => net.role === role).length;
  const where = dataset.isHeldOut ? "a held-out part of the training set" : "the test set";
  return `${formatPlural(count("teacher"), "teacher")} and ${formatPlural(count("student"), "student")} on ${dataset.name}; errors are of ${formatFixed(dataset.testSize, 0)} examples of ${where}.${failures.map(({ name, message }) => ` Failed: ${name} (${message}).`).join("")}`;
}
