import type { MnistNetRecord, MnistRecord } from "../../mnist-record.ts";
import { mnistTables } from "../../mnist-tables.ts";
import type { SoftTargetExample } from "../../run-record.ts";
import { formatFixed, formatPlural } from "../format-number.ts";
import { type Html, html } from "../html.ts";
import { concernedClasses, groupNets } from "../mnist-nets.ts";
import { teacherOf } from "../section-three.ts";
import { preferredClass } from "../soften-example.ts";
import { showExamples } from "./show-examples.ts";
import { type Matrix, showMatrices } from "./show-matrices.ts";
import { showSection } from "./show-section.ts";
import { showTable } from "./show-table.ts";

/** Confusion matrices of students whose transfer set lacked classes, before and after their biases were changed. */
export function showCorrections(record: MnistRecord): Html | undefined {
  const groups = groupNets(record.nets.filter(({ corrected }) => corrected));
  if (groups.length === 0) return undefined;
  const { classNames } = record.dataset;
  return showSection("confusions", "What is taken for what", [
    html`<p>Each row is a true class, each column what the student said; the counts are summed over the seeds. Right answers lie on the diagonal.
The colour of an error is the share of its row that it takes, on one scale for each pair of matrices. The biases are those that were chosen
without labels.</p>`,
    ...groups.map((group) => html`<h3>${titleOf(group, record)}</h3>${showMatrices(matricesOf(group), classNames)}`),
  ]);
}

function titleOf([first]: readonly MnistNetRecord[], record: MnistRecord): string {
  return mnistTables(record).find(({ name }) => name === first!.table)?.title ?? first!.name;
}

function matricesOf(group: readonly MnistNetRecord[]): readonly Matrix[] {
  const { name } = group[0]!;
  return [
    { role: "hard", label: `${name}, as trained`, confusions: group.map(({ confusion }) => confusion) },
    {
      role: "distilled",
      label: `${name}, biases changed`,
      confusions: group.flatMap(({ corrected }) => (corrected ? [corrected.byShares.confusion] : [])),
    },
  ];
}

/** What students answer to the record's examples of classes that they never saw. */
export function showUnseenClasses(record: MnistRecord): Html | undefined {
  const students = groupNets(record.nets.filter(({ corrected, omit }) => corrected && omit.length > 0));
  const parts = students.flatMap(([student]) => showStudent(student!, record) ?? []);
  if (parts.length === 0) return undefined;
  return showSection("unseen", "What a student learned about a digit that it never saw", parts);
}

function showStudent(student: MnistNetRecord, record: MnistRecord): Html | undefined {
  const teacher = teacherOf(student, record.nets);
  const examples = teacher && examplesOf(student, teacher, record);
  if (examples === undefined || examples.length === 0) return undefined;
  const { classNames } = record.dataset;
  const classes = concernedClasses(student);
  const biases = student.corrected!.byShares.biases.map(
    (bias, index) => `${formatFixed(bias, 1)} for ${classNames[classes[index]!]}`,
  );
  return html`<p>These are test examples of ${classes.map((label) => `${classNames[label]}s`).join(" and ")}, of which the student of seed
${student.seed} saw none: all it had to learn from was how much its teacher thought that other digits resemble them. Nothing told it how often
they occur. To its logits were added ${biases.join(" and ")}, chosen without labels. Of these ${formatPlural(examples.length, "example")} it gets
${countRight(examples, ({ hardLogits }) => hardLogits!)} right as trained, and ${countRight(examples, ({ studentLogits }) => studentLogits)} after that.</p>
${showExamples(examples, classNames, {
  teacher: "teacher",
  hard: "student as trained",
  distilled: "student, biases changed",
})}
${showTable("Logits of the digits that the student never saw", leadsOf(examples, classNames))}`;
}

function examplesOf(student: MnistNetRecord, teacher: MnistNetRecord, record: MnistRecord): SoftTargetExample[] {
  const { biases } = student.corrected!.byShares;
  return record.examples.flatMap((example, index): SoftTargetExample | [] => {
    if (!student.omit.includes(example.label)) return [];
    const before = student.exampleLogits[index]!;
    const after = before.map((logit, label) => logit + (biases[student.omit.indexOf(label)] ?? 0));
    return { ...example, teacherLogits: teacher.exampleLogits[index]!, hardLogits: before, studentLogits: after };
  });
}

/** By how much the logit of the true class exceeds the largest other. */
function leadsOf(examples: readonly SoftTargetExample[], classNames: readonly string[]) {
  return {
    caption:
      "The logit of the true class minus the largest of the others: above 0 the answer is right. Examples in the order in which they stand above.",
    columns: ["example", "teacher", "student as trained", "student, biases changed"].map((title, column) => ({
      title,
      isText: column === 0,
    })),
    rows: examples.map((example, index) => [
      `${index + 1}: ${classNames[example.label]}`,
      ...[example.teacherLogits, example.hardLogits!, example.studentLogits].map((logits) =>
        formatFixed(leadOf(logits, example.label), 1),
      ),
    ]),
  };
}

function countRight(
  examples: readonly SoftTargetExample[],
  read: (example: SoftTargetExample) => readonly number[],
): number {
  return examples.filter((example) => preferredClass(read(example)) === example.label).length;
}

function leadOf(logits: readonly number[], label: number): number {
  return logits[label]! - Math.max(...logits.filter((_, index) => index !== label));
}
