import {
  type BinnedWeights,
  type Difference,
  type FilterPicture,
  type FrontPoint,
  type Html,
  html,
  type RunRecord,
  runFacts,
  showDifferences,
  showFilters,
  showFront,
  showGlossary,
  showHistograms,
  showPage,
  showRerun,
  showSection,
  showSensitivity,
  showTable,
  summarise,
  type Word,
} from "@dark-knowledge/report";
import { differencesBySeed } from "../internal/differences-by-seed.ts";
import { meanInterval } from "../internal/mean-interval.ts";
import { paretoFront } from "../students/internal/compression/pareto-front.ts";
import { adaptationDifferences, adaptationTable } from "./adaptation-table.ts";
import type { CompressionSpec } from "./compression-spec.ts";
import { chosenTable, netTables } from "./compression-tables.ts";
import { compressionExtras } from "./internal/compression-extras.ts";
import {
  figuresAt,
  meanAt,
  type NetVariants,
  smallestWithin,
  type Variant,
  variantsOf,
} from "./internal/compression-variants.ts";
import { kilobytes } from "./internal/kilobytes.ts";
import type { LayerWeights, WeightsPicture } from "./internal/weights-picture.ts";

/** The terms of this page. */
const WORDS: readonly Word[] = [
  {
    term: "form",
    meaning:
      "A net after one or several methods, each followed by a few epochs of training that keep what the method did.",
  },
  {
    term: "16 values",
    meaning: "A codebook: each layer has only so many different weights other than 0, and a file holds their places.",
  },
  { term: "front", meaning: "The forms that no other one beats in both size and errors." },
];

/** Renders the page of a run: what is reached, size against errors, and for each net all that was tried. */
export function compressionPage(record: RunRecord): string {
  const all = variantsOf(record);
  const roles = new Set(record.nets.map(({ role }) => `${role}s`));
  return showPage({
    kind: "Smaller than the student",
    title: record.title,
    lede: ledeOf(record, all),
    facts: runFacts(record).filter(([term]) => !roles.has(term)),
    sections: [
      showSection("reached", "What is reached", [showTable(chosenTable(record))]),
      showSection("front", "What each kilobyte buys", [
        html`<p>All forms of all nets, after training on soft targets; means over seeds.</p>`,
        showFront(frontOf(all), "test errors"),
      ]),
      ...netTables(record).map((table, at) =>
        showSection(`net-${at}`, table.title, [
          showFront(frontOf([all[at]!], smallestWithin(all[at]!, toleranceOf(record), record)), "test errors"),
          showTable(table),
        ]),
      ),
      showRecovery(record, all),
      showAdaptation(record),
      showLayers(record, all),
      showWeights(record),
      showRerun(record),
      showGlossary(record, WORDS),
    ],
  });
}

/** Shows what soft targets bring after each method, with the same starts, epochs and order of examples. */
function showRecovery(record: RunRecord, all: readonly NetVariants[]): Html | undefined {
  const compared = all.flatMap(({ name, variants }) => {
    const differences = variants.flatMap(({ label, nets, byLabels }): readonly Difference[] => {
      const values = differencesBySeed(nets, byLabels, "errors");
      if (values.length === 0) return [];
      const { mean, margin } = meanInterval(values);
      return [{ label, mean, ...(margin === undefined ? {} : { low: mean - margin, high: mean + margin }) }];
    });
    const figure = showDifferences(differences, "test errors, soft targets − labels");
    return figure === undefined ? [] : [html`<h3>${name}</h3>`, figure];
  });
  if (compared.length === 0) return undefined;
  return showSection("recovery", "Recovery by soft targets or by labels", [
    html`<p>Test errors of nets that learn from the teacher’s soft targets after each step, minus those of nets that learn from labels alone: left of 0 soft
targets are better. The starts, the epochs and the order of examples are the same; bars are 95 % intervals over ${new Set(record.nets.map(({ seed }) => seed)).size} seeds.</p>`,
    ...compared,
  ]);
}

/** Shows whether to compress a net before or after it is adapted to a task. */
function showAdaptation(record: RunRecord): Html | undefined {
  const { adaptation } = compressionExtras(record);
  if (adaptation === undefined) return undefined;
  const { title, ...table } = adaptationTable(adaptation);
  const figure = showDifferences(adaptationDifferences(adaptation), "errors on the task, compressed before − after");
  return showSection("adaptation", title, [
    html`<p>A net of all classes that is compressed once can be adapted to many tasks; one that is adapted first is compressed for each. Left of 0 it is better to
compress before.</p>`,
    ...(figure === undefined ? [] : [figure]),
    showTable({ title: `${adaptation.net} on ${adaptation.classes.join(", ")}`, ...table }),
  ]);
}

/** Shows what it costs to remove weights of one layer, without training. */
function showLayers(record: RunRecord, all: readonly NetVariants[]): Html | undefined {
  const { sensitivity } = compressionExtras(record);
  if (sensitivity.length === 0) return undefined;
  const panels = sensitivity.map(({ net, left, layers }) => {
    const original = all.find(({ name }) => name === net)?.original.nets ?? [];
    const level = meanAt(original, "validationErrors");
    return showSensitivity(
      layers.map(({ shape, errors }, at) => ({
        label: `layer ${at + 1}, ${shape}`,
        points: left.map((share, place) => ({ left: share, values: errors.map((own) => own[place]!) })),
      })),
      { quantity: "validation errors", title: net, ...(level === undefined ? {} : { level }) },
    );
  });
  return showSection("sensitivity", "Which layer can lose most", [
    html`<p>Errors on the validation set with only a share of one layer’s weights left, those of largest magnitude, before any training. The dashed line is the
whole net.</p>`,
    html`<div class="panels">${panels}</div>`,
  ]);
}

/** Shows filters and histograms of the first seed, as it was and in its chosen form. */
function showWeights(record: RunRecord): Html | undefined {
  const { pictures } = compressionExtras(record);
  if (pictures.length === 0) return undefined;
  return showSection("weights", "What is left of the weights", [
    html`<p>Each net of the first seed as it was, and in the smallest form that is good enough by the validation set. Pictures: incoming weights of units of
the first layer, blue above 0 and orange below. Histograms: grey as it was, blue what is not 0 afterwards, on an axis of square roots.</p>`,
    ...pictures.flatMap(({ net, recipe, before, after }) => [
      html`<h3>${net}: ${recipe}</h3>`,
      ...(after.filters.length === before.filters.length
        ? [showFilters(filtersOf(before), "Before"), showFilters(filtersOf(after), "After")]
        : []),
      showHistograms(
        before.layers.flatMap((layer, at) => {
          const other = after.layers[at];
          if (other === undefined || after.layers.length !== before.layers.length) return [];
          return { title: `layer ${at + 1}, ${other.shape}`, before: binned(layer), after: binned(other) };
        }),
      ),
    ]),
  ]);
}

function filtersOf({ filters, filterShape: [height, width] }: WeightsPicture): readonly FilterPicture[] {
  return filters.map((weights) => ({ weights, height, width }));
}

function binned({ histogram, edge, zeros, weights }: LayerWeights): BinnedWeights {
  return { counts: histogram, edge, zeros: zeros / weights };
}

function toleranceOf({ spec }: RunRecord): number {
  return (spec as unknown as CompressionSpec).tolerance;
}

/** States for each net how small it gets. */
function ledeOf(record: RunRecord, all: readonly NetVariants[]): string {
  const parts = all.flatMap((net) => {
    const chosen = smallestWithin(net, toleranceOf(record), record);
    if (chosen === undefined) return [];
    const [before, after] = [net.original.nets, chosen.nets].map((nets) => meanAt(nets, "errors")!.toFixed(1));
    const size = kilobytes(meanAt(chosen.nets, "gzip")!);
    const times = (meanAt(net.original.nets, "float32")! / meanAt(chosen.nets, "gzip")!).toFixed(0);
    return `${net.name}: ${size}, ${times} times smaller, ${after} test errors after ${before}.`;
  });
  return parts.length > 0 ? parts.join(" ") : "No form is as good as its net.";
}

/** The marks of some nets; the front is drawn by the means on the test set. */
function frontOf(all: readonly NetVariants[], chosen?: Variant): readonly FrontPoint[] {
  const every = all.flatMap(({ original, variants }) => [original, ...variants]);
  const originals = new Set(all.map(({ original }) => original));
  const points = every.map((variant) => {
    const { mean, spread } = summarise(figuresAt(variant.nets, "errors"));
    return { variant, bytes: meanAt(variant.nets, "gzip")!, drop: mean, spread };
  });
  const front = new Set(paretoFront(points));
  return points.map((point): FrontPoint => {
    const { variant, bytes, drop: value, spread } = point;
    const kind = originals.has(variant) ? "original" : variant === chosen ? "chosen" : undefined;
    return {
      label: all.length > 1 ? `${variant.net}, ${variant.label}` : variant.label,
      ...{ bytes, value, isOnFront: front.has(point) },
      ...(spread === undefined ? {} : { spread }),
      ...(kind === undefined ? {} : { kind }),
    };
  });
}
