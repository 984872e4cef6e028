import {
  compareStudents,
  describeRun,
  findComparison,
  groupNets,
  type Html,
  html,
  htmlReport,
  markOf,
  type NetRecord,
  type RunRecord,
  runFacts,
  showComparison,
  showGlossary,
  showLearningCurves,
  showPage,
  showRerun,
  showResult,
  showSection,
  showSweep,
  showTable,
  type Word,
} from "@dark-knowledge/report";
import { drawExample } from "./internal/draw-example.ts";
import { isOfShare, STRENGTHS_TITLE } from "./internal/shares-tables.ts";
import type { SpokenExample } from "./internal/spoken-example.ts";
import { MIXED_FRAMES } from "./regularised-nets.ts";
import { SIZES, UNLABELLED } from "./speech-nets.ts";
import { isOnRecordings, LEFT_OUT, speechTables, timesTables } from "./speech-tables.ts";

/** The terms of this page. */
const WORDS: readonly Word[] = [
  {
    term: "cepstra",
    meaning:
      "Numbers that describe the sound of 25 ms every 10 ms: the discrete cosine transform of the logarithm of its energy in bands on the mel scale.",
  },
  {
    term: "forced alignment",
    meaning:
      "The most probable way to spread the phones of the words that were said over the frames. Its states are the labels of the nets.",
  },
  {
    term: "state",
    meaning: "A third of a phone: its beginning, middle or end. A net predicts the state of a frame from 26 frames.",
  },
];

/** Renders the page of a run: that of any run for a made-up language, with more for recordings. */
export function speechPage(record: RunRecord): string {
  if (!isOnRecordings(record)) return htmlReport(record, { tables: timesTables(record) });
  const { baseline, student } = findComparison(record);
  const main = record.nets.filter(({ table }) => table === undefined);
  const [, ...tables] = speechTables(record);
  const byTitle = (start: string) => tables.filter(({ title }) => title.startsWith(start)).map((one) => showTable(one));
  const { example } = record.extras as { readonly example?: SpokenExample };
  return showPage({
    kind: "Acoustic models",
    title: record.title,
    lede: baseline && student ? compareStudents(record) : describeRun(record),
    facts: runFacts(record),
    sections: [
      showResult(record, {
        nets: main,
        note: "Accuracy is that of frames. Mean ± the sample standard deviation over seeds.",
        without: ["transferSize"],
        parts: [...byTitle("Table 1"), ...byTitle("Words"), ...byTitle("Choice")],
      }),
      example === undefined ? undefined : showExample(example),
      showLeftOut(byTitle(LEFT_OUT)),
      record.nets.some(isOfShare)
        ? showShares(record, [...byTitle("Table 5"), ...byTitle(STRENGTHS_TITLE)])
        : undefined,
      showTableSection(record, UNLABELLED, "Speech without labels", UNLABELLED_TEXT),
      showTableSection(record, SIZES, "Smaller students", SIZES_TEXT),
      showTimes(record),
      showLearningCurves(record, groupNets(main)),
      showRerun(record),
      showGlossary(record, WORDS),
    ],
  });
}

const UNLABELLED_TEXT =
  "A part of the training speakers keep their labels. Nets learn from them alone; their mean teaches one net on the frames of the part, and one on the frames of all speakers.";
const SIZES_TEXT =
  "Smaller nets on labels, and taught by the ensemble. A net needs about as many multiplications for a frame as it has parameters.";

function showTableSection(record: RunRecord, table: string, title: string, text: string): Html | undefined {
  const nets = record.nets.filter((net) => net.table === table);
  if (nets.length === 0) return undefined;
  return showSection(table.replaceAll(" ", "-"), title, [
    html`<p>${text}</p>`,
    showComparison(record, { title: table, nets, without: ["transferSize"] }),
  ]);
}

function showLeftOut(tables: readonly Html[]): Html | undefined {
  if (tables.length === 0) return undefined;
  return showSection("speakers", "Other speakers", [
    html`<p>Nets that are measured on training speakers of whom they have heard nothing.</p>`,
    ...tables,
  ]);
}

function showTimes(record: RunRecord): Html | undefined {
  const tables = timesTables(record);
  if (tables.length === 0) return undefined;
  return showSection(
    "streaming",
    "Streaming",
    tables.map((table) => showTable(table)),
  );
}

function showExample(example: SpokenExample): Html {
  const labels = {
    single: "one net",
    ensemble: "teacher: the nets averaged",
    distilled: "student: one net, distilled",
  };
  const hasStudent = example.nets.some(({ name }) => name === "distilled");
  return showSection("example", `What the nets hear in ${example.word}`, [
    html`<p>The first utterance of the test set that begins with a word of four phones or more. Above, the cepstra of each frame, darker
for larger; then the phones of the forced alignment; then how probable each net finds the phones, darker for more, in single frames of
10 ms.${hasStudent ? " Where the teacher hesitates between two phones, the student has learned to." : ""}</p>`,
    drawExample(example, labels),
  ]);
}

function showShares(record: RunRecord, tables: readonly Html[]): Html {
  const names = ["labels", "soft targets", MIXED_FRAMES];
  const nets = record.nets.filter((net) => isOfShare(net) && names.includes(net.name));
  const whole = record.nets.filter(({ name, table }) => name === "single" && table === undefined);
  return showSection("shares", "Soft targets as regularisers", [
    html`<p>The same net sees a share of the frames, for as many steps as one that sees all: on their labels, or on the soft targets of the net
that saw all frames${nets.some(isMixed) ? ", also of mixtures of two frames" : ""}.</p>`,
    showSweep(record, {
      ...{
        nets,
        x: shareOf,
        axis: "share of the frames",
        formatX: (share: number) => `${100 * share} %`,
        title: record.dataset.name,
        isWide: true,
      },
      mark: (net: NetRecord) => (isMixed(net) ? "other" : markOf(net)),
      labels: { baseline: "on labels", student: "on soft targets", other: "on soft targets of mixed frames" },
      level: { label: "all frames", nets: whole },
    }),
    ...tables,
  ]);
}

const isMixed = ({ name }: NetRecord) => name === MIXED_FRAMES;
const shareOf = ({ table = "" }: NetRecord) => Number((Number.parseFloat(table) / 100).toPrecision(3));
