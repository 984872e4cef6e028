import { assertFields } from "@dark-knowledge/core";
import { assertStore } from "./internal/assert-store.ts";
import type { SoftTargets } from "./soft-targets.ts";
import type { SoftTargetSummary } from "./summarise-soft-targets.ts";

/** Tables of text, each a list of rows of cells. */
export interface SoftTargetTables {
  /** Names and values: the store, its teacher, how many answers of which shape, their size. */
  readonly facts: readonly (readonly string[])[];
  /** Of numbers, and of the probabilities of several classes: the mean, the smallest and the largest of each column, with a head. */
  readonly columns?: readonly (readonly string[])[];
  /** The mean entropy by temperature, with a head; empty where there are columns, as confusions are. */
  readonly entropies: readonly (readonly string[])[];
  /** The classes that the teacher takes for each other, with a head. */
  readonly confusions: readonly (readonly string[])[];
}

/**
 * Describes a store for people, as tables whose cells are ready to be shown.
 *
 * @param name the directory or address, as people know it
 * @param summary the result of `summariseSoftTargets`
 * @throws ArgumentError when `softTargets` is no store
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { describeSoftTargets, summariseSoftTargets } from "@dark-knowledge/soft-targets";
 * import { importSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/soft-targets-`);
 * await importSoftTargets(directory, { probs: [0.75, 0.25], ids: [0], classNames: ["cat", "dog"] });
 * const store = await openSoftTargets(directory);
 * const { confusions } = describeSoftTargets("answers", store, await summariseSoftTargets(store));
 * await store.close();
 * confusions; // => [["predicted", "runner-up", "mean probability"], ["cat", "dog", "0.2500"]]
 * ```
 */
export function describeSoftTargets(
  name: string,
  softTargets: SoftTargets,
  summary: SoftTargetSummary,
): SoftTargetTables {
  assertFields("describeSoftTargets", { name }, { name: "text" });
  assertStore("describeSoftTargets", softTargets);
  const fields = { answers: "number", entropies: "objects", confusions: "objects" } as const;
  assertFields("describeSoftTargets", summary, fields, { argument: "summary", prefix: "summary." });
  const { classNames, task } = softTargets.manifest;
  const facts = factsOf(name, softTargets, summary);
  if (summary.columns !== undefined) {
    const head = [task === "numbers" ? "output" : "probability of", "mean", "smallest", "largest"];
    const rows = summary.columns.map(({ name: column, mean, smallest, largest }) => [
      column,
      ...[mean, smallest, largest].map((value) => String(Number(value.toPrecision(6)))),
    ]);
    return { facts, columns: [head, ...rows], entropies: [], confusions: [] };
  }
  const uniform = Math.log(classNames.length).toFixed(4);
  return {
    facts,
    entropies: [
      ["temperature", "mean entropy in nats"],
      ...summary.entropies.map(({ temperature, entropy }) => [String(temperature), entropy.toFixed(4)]),
      ["uniform", uniform],
    ],
    confusions: [
      ["predicted", "runner-up", "mean probability"],
      ...summary.confusions.map(({ predicted, other, meanProb }) => [predicted, other, meanProb.toFixed(4)]),
    ],
  };
}

function factsOf(name: string, { manifest }: SoftTargets, { answers }: SoftTargetSummary): string[][] {
  const { encoding, classNames, dataset, augmentationSeeds, augmentation, shards, isComplete, givenAs } = manifest;
  const unanswered = (manifest.unanswered ?? []).reduce((sum, { ids }) => sum + ids.length, 0);
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const rows = encoding.kind === "dense" ? "full rows" : `the ${encoding.k} largest and the mass of the rest`;
  const softness =
    givenAs?.kind === "numbers" ? ", in the unit of the data" : ` at temperature ${givenAs?.temperature}`;
  const changes = Object.entries(augmentation).map(([change, value]) => `, ${change} ${value}`);
  const views = plural(augmentationSeeds.length, "view");
  return [
    ["store", `${name}${isComplete ? "" : " (the recording did not finish)"}`],
    ["teacher", manifest.teacherFingerprint],
    ["answers", `${count(answers)}: ${plural(dataset.size, "example")} × ${views}${changes.join("")}`],
    ...(unanswered === 0 ? [] : [["unanswered", `${count(unanswered)} that the teacher left out`]]),
    ["shape", `[${answers}, ${classNames.length}], ${rows}, ${encoding.dtype}`],
    ...(givenAs === undefined ? [] : [["came as", `${givenAs.topK ? "top-k " : ""}${givenAs.kind}${softness}`]]),
    ["size", `${plural(bytes, "byte")} in ${plural(shards.length, "file")}`],
  ];
}

function plural(amount: number, thing: string): string {
  return `${count(amount)} ${thing}${amount === 1 ? "" : "s"}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
