import {
  compareStudents,
  describeRun,
  findComparison,
  formatCount,
  html,
  type NetRecord,
  type RunRecord,
  runFacts,
  showComparison,
  showGlossary,
  showPage,
  showRerun,
  showResult,
  showSection,
  showSweep,
  showTable,
  type Word,
} from "@dark-knowledge/report";
import { differencesTable, netsOfShare, sharesOf, WITHOUT } from "./intents-tables.ts";

/** The terms of this page. */
const WORDS: readonly Word[] = [
  {
    term: "sentence encoder",
    meaning:
      "A pretrained net that makes vectors of sentences: similar meaning, similar vector. It knows nothing of the intents.",
  },
  {
    term: "head",
    meaning:
      "A small net from the vectors to the intents, trained on the labelled sentences. The validation set decides between several.",
  },
  {
    term: "self-training",
    meaning:
      "The student learns from its own answers: from those of the same student that was trained on the labels alone.",
  },
  {
    term: "nearest neighbours",
    meaning: "The labelled sentences whose vectors are most similar vote, with the similarity as weight.",
  },
];

/** Renders the page of a run with intents: few labels first, then how it changes with more of them. */
export function intentsPage(record: RunRecord): string {
  const { baseline, student } = findComparison(record);
  const [few, ...others] = sharesOf(record);
  const fewNets = netsOfShare(record, few ?? "");
  return showPage({
    kind: "Intents with few labels",
    title: record.title,
    lede: `With ${few}: ${baseline && student ? compareStudents(record) : describeRun(record)}`,
    facts: runFacts(record),
    sections: [
      showResult(record, {
        ...{ nets: fewNets, title: `With ${few}`, without: WITHOUT },
        note: "Mean ± sample standard deviation over draws of the labels, each with a seed of its own.",
        parts: [showTable(differencesTable(record))],
      }),
      others.length === 0
        ? undefined
        : showSection("labels", "With more labels", [
            html`<p>Test accuracy by the number of labelled sentences. The teacher’s head and the student on labels alone learn from these only;
the distilled student also learns from the teacher’s answers to all other sentences.</p>`,
            showSweep(record, {
              nets: record.nets.filter(({ name }) => ["teacher", "hard", "distilled"].includes(name)),
              x: labelCount,
              ...{ axis: "labelled sentences", formatX: formatCount, title: record.dataset.name, isWide: true },
              labels: { teacher: "teacher", baseline: "student on labels alone", student: "distilled student" },
            }),
            ...others.map((title) =>
              showComparison(record, { title, nets: netsOfShare(record, title), without: WITHOUT }),
            ),
          ]),
      showRerun(record),
      showGlossary(record, WORDS),
    ],
  });
}

function labelCount({ table = "" }: NetRecord): number {
  return Number(table.replace(/[^0-9]/g, ""));
}
