import {
  formatPlural,
  html,
  type RunRecord,
  runFacts,
  showCoverGain,
  showGlossary,
  showPage,
  showRerun,
  showResult,
  showSection,
  showSimilarity,
  showTable,
  type Word,
} from "@dark-knowledge/report";
import { seedsOf } from "./specialists-extras.ts";
import { clusterTable, coverTable, modelCaption, specialistsRemarks } from "./specialists-tables.ts";

/** The terms of this page. */
const WORDS: readonly Word[] = [
  { term: "generalist", meaning: "A net that knows all classes, and is sure of few of them where it is small." },
  {
    term: "specialist",
    meaning:
      "A net that begins with the generalist’s weights and learns to tell some classes apart that the generalist confuses; all others are one class to it, the dustbin.",
  },
  {
    term: "equation 5",
    meaning:
      "The probabilities that are closest, by Kullback–Leibler divergence, to what the generalist and the active specialists say together.",
  },
  {
    term: "naive averaging",
    meaning:
      "The mean of the generalist’s probabilities and those of the specialists, renormalised, in place of equation 5.",
  },
  {
    term: "full softmax",
    meaning:
      "Specialists that keep all classes in place of a dustbin, trained on more of their own classes (section 6.1).",
  },
];

/**
 * Renders the page of a run with specialists: the models compared, what the specialists change by how many of them know
 * the class, which classes are confused, and how the classes were divided.
 */
export function specialistsPage(record: RunRecord): string {
  const seeds = seedsOf(record);
  const [first] = seeds;
  const { classNames } = record.dataset;
  const remarks = specialistsRemarks(record);
  const sets = first!.specialists.map(({ classes }) => classes.map((name) => classNames.indexOf(name)));
  const roles = new Set(record.nets.map(({ role }) => `${role}s`));
  return showPage({
    kind: "Generalist and specialists",
    title: record.title,
    lede: remarks[0]!,
    facts: [
      ...runFacts(record).filter(([term]) => !roles.has(term)),
      ["specialists", formatPlural(sets.length, "set")],
      [seeds.length === 1 ? "seed" : "seeds", seeds.map(({ seed }) => seed).join(", ")],
    ],
    sections: [
      showResult(record, {
        title: "What the specialists bring",
        note: modelCaption(record),
        without: ["layers"],
        parts: remarks.map((remark) => html`<p>${remark}</p>`),
      }),
      showSection("cover", "By how many specialists know the class", [
        showCoverGain(seeds.flatMap(({ seed, cover }) => cover.map((counts) => ({ seed, ...counts })))),
        showTable(coverTable(record)),
      ]),
      showSection("classes", "Which classes are confused", [
        html`<p>Each cell is the correlation of the probabilities that the generalist gives two classes over the training set.</p>`,
        showSimilarity({ classNames, covariance: first!.similarity, sets }),
        showTable(clusterTable(record)),
      ]),
      showRerun(record),
      showGlossary(record, WORDS),
    ],
  });
}
