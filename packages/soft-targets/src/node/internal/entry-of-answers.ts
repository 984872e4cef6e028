import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import type { SoftTargetManifest } from "../../manifest.ts";
import type { TopKLogits } from "../../top-k-logits.ts";
import type { WantedAnswers } from "../soft-target-writer.ts";
import { createEntry, type JournalEntry } from "./journal-entry.ts";
import type { PendingRows } from "./pending-rows.ts";
import { storableAnswers } from "./storable-answers.ts";

const NAME = "SoftTargetWriter.append";

/**
 * Checks answers and copies them into an entry of the journal.
 *
 * @throws ArgumentError when the store cannot hold them, or they are not to examples without an answer
 */
export function entryOfAnswers(
  manifest: SoftTargetManifest,
  answers: Float32Array | TopKLogits,
  wanted: WantedAnswers,
  allIds: ArrayLike<number>,
  pending: PendingRows,
): JournalEntry {
  assertFields(NAME, wanted, { ids: "numbers", augmentationSeed: "number" }, { argument: "wanted", prefix: "wanted." });
  const parts = { indices: "int32", logits: "float32", tailLogits: "float32" } as const;
  if (!(answers instanceof Float32Array))
    assertFields(NAME, answers, parts, { argument: "answers", prefix: "answers." });
  const { ids, augmentationSeed } = wanted;
  const storable = storableAnswers(NAME, answers, ids, manifest);
  const view = manifest.augmentationSeeds.indexOf(augmentationSeed);
  if (view < 0) throw refuse("augmentationSeed", "must be a view of the store", augmentationSeed);
  const entry = createEntry(manifest, augmentationSeed, ids.length);
  const seen = new Set<number>();
  let place = -1;
  for (const [row, id] of ids.entries()) {
    place = allIds[place + 1] === id ? place + 1 : placeOf(allIds, id);
    if (place < 0) throw refuse(`ids[${row}]`, "must be an example of the store", id);
    if (seen.has(place) || pending.has(view, place)) {
      throw refuse(`ids[${row}]`, "must be an example without an answer", id);
    }
    seen.add(place);
    entry.places[row] = place;
  }
  entry.logits.set(storable.logits);
  if ("indices" in storable) {
    entry.indices.set(storable.indices);
    entry.tailLogits.set(storable.tailLogits);
  }
  return entry;
}

/** Where an id stands among ascending ones; −1 when it is not there. */
function placeOf(ids: ArrayLike<number>, id: number): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (ids[middle] === id) return middle;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function refuse(argument: string, expected: string, received: number): ArgumentError {
  return new ArgumentError({
    functionName: NAME,
    argument: `wanted.${argument}`,
    expected,
    received: formatValue(received),
    code: "range",
  });
}
