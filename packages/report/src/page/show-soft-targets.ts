import { assertRecord } from "../assert-record.ts";
import { comparisonOf } from "../internal/comparison.ts";
import { MOST_BARS, softenExample } from "../internal/soften-example.ts";
import { markOf } from "../mark-of.ts";
import type { NetRecord } from "../net-record.ts";
import type { RunRecord } from "../run-record.ts";
import type { Answer, AnsweredExample } from "./answered-example.ts";
import { type Html, html } from "./html.ts";
import { showAnswers } from "./show-answers.ts";
import { showSection } from "./show-section.ts";

/** The most examples of a page. */
const MOST_EXAMPLES = 12;

/**
 * Shows what the teacher knows besides the answer: test examples with the answers of teacher, baseline and student at
 * three temperatures. The nets are the student's first seed, its teacher, and the baseline of that teacher. Each class
 * is shown by the example that the teacher is least sure about.
 *
 * @returns HTML, or undefined where there are no examples, or no student on soft targets for which the record has its
 * answers and its teacher's
 * @throws ArgumentError when the parts of `record` are inconsistent
 * @see {@link showAnswers} for the examples alone
 */
export function showSoftTargets(record: RunRecord): Html | undefined {
  assertRecord("showSoftTargets", record);
  const examples = chooseExamples(record, chooseNets(record));
  if (examples.length === 0) return undefined;
  const { classNames } = record.dataset;
  const choice =
    classNames.length > MOST_BARS &&
    ` Of the ${classNames.length} classes each row shows the true one and the ${MOST_BARS - 1} others that the teacher holds most likely.`;
  return showSection("soft-targets", "What the teacher knows besides the answer", [
    html`<p>The bars are the probabilities that each net gives to the classes of one test example, at three temperatures. At
<var>T</var> = 1 most classes get next to nothing. A higher temperature lifts the small probabilities until they can be seen: they
tell which other classes the example resembles, and that is what the student is trained on. Where its bars follow the teacher’s, it
has taken this over; the true class is in bold. Of each class this is the example that the teacher is least sure about, of those in
the record; the nets are those of the student’s first seed.${choice} Each temperature has its own axis, the same down the page.</p>`,
    showAnswers(examples, classNames),
  ]);
}

/** The teacher, the baseline of the same teacher, and the student. */
function chooseNets(record: RunRecord): readonly NetRecord[] {
  const { teacher: teachers, baseline, student: students } = comparisonOf(record);
  const student = students?.nets[0];
  const seed = student?.teacher?.seed;
  const teacher = teachers?.nets.find((net) => seed === undefined || net.seed === seed);
  if (student === undefined || teacher === undefined) return [];
  const before = baseline?.nets.find((net) => net.teacher?.seed === seed && canAnswer(net));
  return [teacher, ...(before ? [before] : []), student];
}

/** Whether a net has finite answers to all examples. */
function canAnswer({ exampleLogits = [] }: NetRecord): boolean {
  return exampleLogits.length > 0 && exampleLogits.every((logits) => Number.isFinite(Math.max(...logits)));
}

/** Chooses for each class the example that the first of these nets is least sure about. */
function chooseExamples({ examples, dataset }: RunRecord, nets: readonly NetRecord[]): readonly AnsweredExample[] {
  if (nets.length === 0 || !nets.every(canAnswer)) return [];
  const all = examples.map((example, index): AnsweredExample => {
    return { ...example, answers: nets.map((net) => answerOf(net, index)) };
  });
  return dataset.classNames
    .flatMap((_, label) => {
      const ofClass = all.filter((example) => example.label === label);
      return ofClass.sort((one, other) => confidenceIn(one) - confidenceIn(other)).slice(0, 1);
    })
    .slice(0, MOST_EXAMPLES);
}

function answerOf(net: NetRecord, index: number): Answer {
  return { mark: markOf(net), label: net.label ?? net.name, logits: net.exampleLogits![index]! };
}

/** The first net's probability of the true class. */
function confidenceIn({ answers, label }: AnsweredExample): number {
  return softenExample(answers.slice(0, 1), 1)[label]!.prob;
}
