import { specialistsReport } from "@dark-knowledge/report";
import type { SpecialistsRecord } from "./specialists-record.ts";
import { specialistsTables } from "./specialists-tables.ts";

/** The whole run as one HTML page. */
export function specialistsPage(record: SpecialistsRecord): string {
  const { spec, versions, backend, dataset, seeds } = record;
  const { classNames } = dataset;
  const { remarks, ...tables } = specialistsTables(record);
  const first = seeds[0]!;
  const count = (size: number) => size.toLocaleString("en-US");
  const sets = first.specialists.map(({ classes }) => classes.map((name) => classNames.indexOf(name)));
  return specialistsReport({
    title: `Specialists on ${spec.dataset}`,
    spec: { ...spec },
    versions,
    backend,
    lede: remarks[0]!,
    facts: [
      ["data", spec.dataset],
      ["classes", count(classNames.length)],
      ["generalist", `${spec.generalist.hidden.join("-")} hidden units`],
      ["specialists", `${sets.length} for each seed`],
      ["trained on", `${count(dataset.trainingSize)} examples`],
      ["validated on", `${count(dataset.validationSize)} examples`],
      ["tested on", `${count(dataset.testSize)} examples`],
      ["seeds", seeds.map(({ seed }) => seed).join(", ")],
    ],
    tables,
    remarks,
    similarity: { classNames, covariance: first.similarity, sets },
    cover: seeds.flatMap(({ seed, cover }) =>
      cover.map(({ specialists, before, after }) => ({ seed, specialists, before, after })),
    ),
  });
}
