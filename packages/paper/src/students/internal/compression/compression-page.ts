import { type FrontPoint, showFront, showPage, showSection, showTable } from "@dark-knowledge/report";
import type { CompressedCandidate } from "./compressed-candidate.ts";
import type { CompressionResult } from "./compression-result.ts";
import { shownCandidate } from "./compression-summary.ts";
import { paretoFront } from "./pareto-front.ts";

/** Makes the page of a search: size against errors, and all that was trained as a table. */
export function compressionPage({ target, uncompressed, candidates, best, summary }: CompressionResult): string {
  const all = [uncompressed, ...candidates];
  const front = paretoFront(all);
  const rows = all.toSorted((one, other) => one.bytes - other.bytes).map((one) => shownCandidate(one, one === best));
  const points = all.map(
    (one): FrontPoint => ({
      ...{ label: one.name, bytes: one.bytes, value: errorOf(one), isOnFront: front.includes(one) },
      ...(one === uncompressed ? { kind: "original" } : one === best ? { kind: "chosen" } : {}),
    }),
  );
  const table = {
    title: "All that was trained, by size",
    columns: Object.keys(rows[0]!).map((title) => ({ title, isText: title === "candidate" || title === "chosen" })),
    rows: rows.map((row) => ({ cells: Object.values(row) })),
  };
  const { examples, labels, numbers } = uncompressed.figures;
  return showPage({
    kind: "Compression",
    title: best?.name ?? "nothing",
    lede: summary.problem ?? `The chosen form for ${target.text}, of ${all.length - 1} that were trained.`,
    facts: [
      ["target", target.text],
      ["validation", String(examples ?? labels ?? numbers)],
    ],
    sections: [
      showSection("front", "Size against accuracy", [showFront(points, quantityOf(uncompressed)), showTable(table)]),
    ],
  });
}

function errorOf({ figures: { errors, rmse } }: CompressedCandidate): number {
  return errors ?? rmse!;
}

function quantityOf({ figures: { errors } }: CompressedCandidate): string {
  return errors === undefined ? "validation RMSE" : "validation errors";
}
