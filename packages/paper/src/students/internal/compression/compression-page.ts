import { type FrontPoint, showFront, showPage, showSection, showTable } from "@dark-knowledge/report";
import type { CompressedCandidate } from "./compressed-candidate.ts";
import type { CompressionResult } from "./compression-result.ts";
import { paretoFront } from "./pareto-front.ts";

/** Makes the page of a search: size against errors, and the front as a table. */
export function compressionPage({ target, uncompressed, candidates, best, summary }: CompressionResult): string {
  const all = [uncompressed, ...candidates];
  const front = paretoFront(all);
  const [header = {}] = summary.rows;
  const points = all.map(
    (one): FrontPoint => ({
      ...{ label: one.name, bytes: one.bytes, value: errorOf(one), isOnFront: front.includes(one) },
      ...(one === uncompressed ? { kind: "original" } : one === best ? { kind: "chosen" } : {}),
    }),
  );
  const table = {
    title: "Candidates that no other one beats",
    columns: Object.keys(header).map((title) => ({ title, isText: title === "candidate" || title === "chosen" })),
    rows: summary.rows.map((row) => ({ cells: Object.values(row) })),
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
