import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import type { SoftTargetManifest } from "../../manifest.ts";
import type { TopKLogits } from "../../top-k-logits.ts";
import type { WantedAnswers } from "../soft-target-writer.ts";
import { createEntry, type JournalEntry } from "./journal-entry.ts";
import type { PendingRows } from "./pending-rows.ts";
import { storableAnswers } from "./storable-answers.ts";

/** The examples of a writer, and their state. */
export interface WritingState {
  readonly manifest: SoftTargetManifest;
  /** All ids, in ascending order. */
  readonly allIds: ArrayLike<number>;
  readonly pending: PendingRows;
}

/**
 * Checks answers and copies them into an entry of the journal.
 *
 * @throws ArgumentError when the store cannot hold them, or they are not to examples without an answer
 */
export function entryOfAnswers(
  state: WritingState,
  answers: Float32Array | TopKLogits,
  wanted: WantedAnswers,
): JournalEntry {
  const functionName = "SoftTargetWriter.append";
  assertWanted(functionName, wanted);
  const parts = { indices: "int32", logits: "float32", tailLogits: "float32" } as const;
  if (!(answers instanceof Float32Array)) {
    assertFields(functionName, answers, parts, { argument: "answers", prefix: "answers." });
  }
  const storable = storableAnswers(functionName, answers, wanted.ids, state.manifest);
  const entry = entryFor(functionName, state, wanted);
  entry.logits.set(storable.logits);
  if ("indices" in storable) {
    entry.indices.set(storable.indices);
    entry.tailLogits.set(storable.tailLogits);
  }
  return entry;
}

/**
 * Makes an entry of the journal for examples that have no answer: their logits are NaN, which no answer may have.
 *
 * @throws ArgumentError when they are not examples without an answer
 */
export function entryWithoutAnswers(state: WritingState, wanted: WantedAnswers): JournalEntry {
  const functionName = "SoftTargetWriter.omit";
  assertWanted(functionName, wanted);
  const entry = entryFor(functionName, state, wanted);
  entry.logits.fill(Number.NaN);
  return entry;
}

function assertWanted(functionName: string, wanted: WantedAnswers): void {
  const fields = { ids: "numbers", augmentationSeed: "number" } as const;
  assertFields(functionName, wanted, fields, { argument: "wanted", prefix: "wanted." });
}

function entryFor(
  functionName: string,
  { manifest, allIds, pending }: WritingState,
  { ids, augmentationSeed }: WantedAnswers,
): JournalEntry {
  const refuse = (argument: string, expected: string, received: number) =>
    new ArgumentError({
      functionName,
      argument: `wanted.${argument}`,
      expected,
      received: formatValue(received),
      code: "range",
    });
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
