import {
  type AnsweredExample,
  type ConfusionMatrix,
  type DotRow,
  findComparison,
  formatFixed,
  formatPlural,
  type Html,
  html,
  METRICS,
  metricValue,
  type NetGroup,
  type NetRecord,
  type RunRecord,
  showAnswers,
  showDots,
  showMatrices,
  showSection,
  showTable,
  type Table,
} from "@dark-knowledge/report";
import { titleOf } from "../mnist-tables.ts";
import { concernedClasses } from "./concerned-classes.ts";
import { correctionTable, referenceOf, treatmentsOf } from "./correction-table.ts";

/** Shows students whose transfer set lacked classes as dots and a table, before and after their biases were changed. */
export function showCorrectedResult(record: RunRecord, group: NetGroup): Html {
  const [first] = group.nets;
  const isOnly = (first!.only ?? []).length > 0;
  const names = namesOf(concernedClasses(first!), record);
  // The paper gives shares for a student that knows two classes, and counts for one that lacks a class.
  const metric = METRICS.find(({ key }) => key === (isOnly ? "errorRate" : "errors"))!;
  const rows = treatmentsOf(group).map((treatment): DotRow => {
    const { label, mark, figures } = treatment;
    const values = figures.flatMap((one, index) => {
      const value = metricValue(metric, { figures: one.figures }, record.dataset);
      return value === undefined ? [] : { seed: group.nets[index]!.seed, value };
    });
    return { label, mark, values, reference: referenceOf(metric, treatment, group, record) };
  });
  const title = titleOf(group.table ?? group.name);
  const caption = `${
    isOnly
      ? `The student learned from the teacher’s soft targets for ${names} alone. The paper finds their biases too high, and lowers both by one number.`
      : `The student learned from the teacher’s soft targets for all digits but ${names}, and never saw one. How often they occur it cannot know: the paper finds that most of its errors come from a bias that is too low for them.`
  } Without labels: so that each of these classes is as frequent on the training images as the teacher says. On the test set, as the paper does it: one number with the fewest test errors.`;
  const quantity = `${metric.title} of the student whose transfer set has ${isOnly ? "only" : "no"} ${names}`;
  return html`<h3>${title}</h3>
${showDots(record, rows, { metric, quantity, caption })}
${showTable(correctionTable(record, group, title))}`;
}

/** Shows the confusion matrices of such students, before and after their biases were changed. */
export function showCorrections(record: RunRecord, groups: readonly NetGroup[]): Html | undefined {
  const drawn = groups.filter((group) => matricesOf(group).every(({ confusions }) => confusions.length > 0));
  if (drawn.length === 0) return undefined;
  return showSection("confusions", "What is taken for what", [
    html`<p>Each row is a true class, each column what the student said; the counts are summed over the seeds. Right answers lie on the diagonal.
The colour of an error is the share of its row that it takes, on one scale for each pair of matrices. The biases are those that were chosen
without labels.</p>`,
    ...drawn.map(
      (group) => html`<h3>${titleOf(group.table ?? group.name)}</h3>
${showMatrices(matricesOf(group), record.dataset.classNames)}`,
    ),
  ]);
}

function matricesOf(group: NetGroup): readonly ConfusionMatrix[] {
  return treatmentsOf(group)
    .filter(({ corrected }) => corrected !== "byTestErrors")
    .map(({ label, mark, figures }) => ({
      ...{ label, mark },
      confusions: figures.flatMap(({ confusion }) => (confusion ? [confusion] : [])),
    }));
}

/** Shows the students' answers to the record's examples of classes that they never saw. */
export function showUnseenClasses(record: RunRecord, groups: readonly NetGroup[]): Html | undefined {
  const parts = groups
    .filter(({ nets }) => (nets[0]!.omit ?? []).length > 0)
    .flatMap((group) => showStudent(group, record) ?? []);
  if (parts.length === 0) return undefined;
  return showSection("unseen", "What a student learned about a digit that it never saw", parts);
}

function showStudent(group: NetGroup, record: RunRecord): Html | undefined {
  const student = group.nets[0]!;
  const teachers = findComparison(record, group).teacher?.nets ?? [];
  const teacher = teachers.find(({ seed }) => seed === student.teacher?.seed);
  const examples = teacher ? answersOf(student, teacher, record) : [];
  if (examples.length === 0) return undefined;
  const { classNames } = record.dataset;
  const classes = concernedClasses(student);
  const biases = student.corrected!.byShares.biases.map(
    (bias, index) => `${formatFixed(bias, 1)} for ${classNames[classes[index]!]}`,
  );
  return html`<p>These are test examples of ${namesOf(classes, record)}, of which the student of seed
${student.seed} saw none: all it had to learn from was how much its teacher thought that other digits resemble them. Nothing showed it how often
they occur. To its logits were added ${biases.join(" and ")}, chosen without labels. Of these ${formatPlural(examples.length, "example")} it gets
${countRight(examples, 1)} right as trained, and ${countRight(examples, 2)} after that.</p>
${showAnswers(examples, classNames)}
${showTable(leadsOf(examples, classNames))}`;
}

/**
 * Collects the answers of the teacher, the student as trained and the student with changed biases to examples of the
 * classes that it never saw.
 */
function answersOf(student: NetRecord, teacher: NetRecord, record: RunRecord): readonly AnsweredExample[] {
  const { omit = [], corrected, exampleLogits = [] } = student;
  const { biases } = corrected!.byShares;
  if (exampleLogits.length === 0 || teacher.exampleLogits === undefined) return [];
  return record.examples.flatMap((example, index): AnsweredExample | [] => {
    if (!omit.includes(example.label)) return [];
    const before = exampleLogits[index]!;
    const after = before.map((logit, label) => logit + (biases[omit.indexOf(label)] ?? 0));
    return {
      ...example,
      answers: [
        { mark: "teacher", label: "teacher", logits: teacher.exampleLogits![index]! },
        { mark: "uncorrected", label: "student as trained", logits: before },
        { mark: "student", label: "student, biases changed", logits: after },
      ],
    };
  });
}

/** Makes the table of margins: how far the logit of the true class exceeds the largest other. */
function leadsOf(examples: readonly AnsweredExample[], classNames: readonly string[]): Table {
  return {
    title: "Logits of the digits that the student never saw",
    caption:
      "The logit of the true class minus the largest of the others: above 0 the answer is right. Examples in the order in which they stand above.",
    columns: [
      { title: "example", isText: true },
      ...examples[0]!.answers.map(({ mark, label }) => ({ title: label, mark })),
    ],
    rows: examples.map(({ label, answers }, index) => ({
      cells: [
        `${index + 1}: ${classNames[label]}`,
        ...answers.map(({ logits }) => formatFixed(leadOf(logits, label), 1)),
      ],
    })),
  };
}

function countRight(examples: readonly AnsweredExample[], answer: number): number {
  return examples.filter(({ label, answers }) => leadOf(answers[answer]!.logits, label) > 0).length;
}

function leadOf(logits: readonly number[], label: number): number {
  return logits[label]! - Math.max(...logits.filter((_, index) => index !== label));
}

function namesOf(classes: readonly number[], { dataset }: RunRecord): string {
  return classes.map((label) => `${dataset.classNames[label]}s`).join(" and ");
}
