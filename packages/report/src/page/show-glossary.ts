import { assertRecord } from "../assert-record.ts";
import { assertKinds, type Kind } from "../internal/assert-kind.ts";
import { capitalise } from "../internal/capitalise.ts";
import { gapOf } from "../internal/gap-of.ts";
import { groupsOf } from "../internal/group.ts";
import { measuredMetrics } from "../internal/measured.ts";
import type { MetricRecord } from "../metric-record.ts";
import type { RunRecord } from "../run-record.ts";
import { type Html, html } from "./html.ts";
import { showSection } from "./show-section.ts";

/** A term of a glossary. */
export interface Word {
  readonly term: string;
  readonly meaning: string;
}

const WORD: Kind = { fields: { term: "text", meaning: "text" } };

const TEACHING: readonly Word[] = [
  {
    term: "temperature, T",
    meaning:
      "What the logits are divided by before the softmax. At T = 1 the probabilities are the net’s own; the higher T, the more even they are.",
  },
  {
    term: "soft targets",
    meaning:
      "The teacher’s probabilities for all classes at a temperature, which a distilled student learns from. Hard labels say only which class is right.",
  },
  {
    term: "transfer set",
    meaning:
      "The examples that a student learns from. Soft targets teach on it what the teacher knows of classes that it lacks.",
  },
];

const GAP: Word = {
  term: "gap closed",
  meaning: "How much of the way from the baseline to the teacher a student went: 100 % is as good as the teacher.",
};

const SPREAD: Word = {
  term: "±",
  meaning: "One sample standard deviation over nets that differ by their seed alone.",
};

/**
 * Explains the terms of a page for readers who are new to distillation: teaching, if a net learned from soft targets;
 * the gap, if there is one; each metric that some net has; and the terms that the page adds.
 *
 * @param words terms of this page only; they come first
 * @throws ArgumentError when the parts of `record` are inconsistent, or a part of `words` has the wrong type
 * @see {@link showPage} for a page of such sections
 */
export function showGlossary(record: RunRecord, words: readonly Word[] = []): Html {
  assertRecord("showGlossary", record);
  assertKinds("showGlossary", "words", words, WORD);
  const { nets } = record;
  const hasGap = groupsOf(nets).some((group) => group.role === "student" && gapOf(record, group) !== undefined);
  const hasSeeds = groupsOf(nets).some((group) => group.nets.length > 1);
  const all = [
    ...words,
    ...(nets.some(({ temperature }) => temperature !== undefined) ? TEACHING : []),
    ...measuredMetrics(record, nets).flatMap(wordOf),
    ...(hasGap ? [GAP] : []),
    ...(hasSeeds ? [SPREAD] : []),
  ];
  return showSection("words", "Words", [
    html`<dl class="words">
${all.map(({ term, meaning }) => html`<dt>${capitalise(term)}</dt><dd>${meaning}</dd>\n`)}</dl>`,
  ]);
}

function wordOf({ title, meaning, better }: MetricRecord): readonly Word[] {
  if (meaning === undefined) return [];
  return [{ term: title, meaning: better === undefined ? meaning : `${meaning} The ${better} the better.` }];
}
