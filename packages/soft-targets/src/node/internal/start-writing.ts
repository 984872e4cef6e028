import { ArgumentError, assertInteger } from "@dark-knowledge/core";
import { countUnanswered } from "../../manifest.ts";
import type { SoftTargetWriter, WantedAnswers } from "../soft-target-writer.ts";
import { checkGivenAs } from "./check-given-as.ts";
import { commitTogether } from "./commit-together.ts";
import { entryOfAnswers, entryWithoutAnswers } from "./entry-of-answers.ts";
import { type JournalEntry, readEntries } from "./journal-entry.ts";
import type { Journal } from "./open-journal.ts";
import { createPendingRows, type PendingRows } from "./pending-rows.ts";
import type { WritableDirectory } from "./prepare-directory.ts";
import { writeShard } from "./write-shard.ts";

const NOTHING: WantedAnswers = { ids: [], augmentationSeed: 0 };

/** Resumes what is in a directory: makes shards of what its journal has whole, and takes more answers. */
export async function startWriting(target: WritableDirectory, allIds: ArrayLike<number>): Promise<SoftTargetWriter> {
  const { manifest, journal } = target;
  const { dataset, augmentationSeeds } = manifest;
  const total = dataset.size * augmentationSeeds.length;
  const pending = createPendingRows(manifest);
  const state = { manifest, allIds, pending };
  let recorded = pending.inShards + readJournal(target, pending);
  let wanted: WantedAnswers | undefined;
  let isClosed = false;
  await compact();
  // A process that was killed may have left in the journal what its last shard has.
  if (journal.length > 0) await dropWritten(journal, pending);
  const committer = commitTogether<JournalEntry>(async (entries) => {
    // While it waited, a shard may have been made with it.
    const missing = entries.filter((entry) => pending.isPending(entry));
    if (missing.length > 0) await journal.write(missing.map(({ bytes }) => bytes));
    recorded += entries.reduce((rows, { places }) => rows + places.length, 0);
  }, compact);

  /** Makes shards of the answers that are together, and takes them out of the journal. */
  async function compact(): Promise<void> {
    let shard = pending.nextShard();
    if (shard === undefined) return;
    for (; shard !== undefined; shard = pending.nextShard()) {
      await writeShard(target, allIds, shard);
      pending.dropShard();
    }
    await dropWritten(journal, pending);
  }

  async function keep(entry: JournalEntry, to: WantedAnswers): Promise<void> {
    if (to === wanted) wanted = undefined;
    pending.add(entry);
    await committer.add(entry);
  }

  return {
    get recorded() {
      return recorded;
    },
    total,
    next(most) {
      assertInteger("SoftTargetWriter.next", "most", most, { min: 1 });
      const run = pending.next(most);
      wanted = run && {
        ids: Array.from({ length: run.rows }, (_, index) => allIds[run.first + index]!),
        augmentationSeed: augmentationSeeds[run.view]!,
      };
      return wanted;
    },
    async append(answers, to = wanted ?? NOTHING) {
      if (isClosed) throw wrongState("append", "must be open", "closed");
      await keep(entryOfAnswers(state, answers, to), to);
    },
    async omit(to = wanted ?? NOTHING) {
      if (isClosed) throw wrongState("omit", "must be open", "closed");
      await keep(entryWithoutAnswers(state, to), to);
    },
    async describe(givenAs) {
      const form = checkGivenAs("SoftTargetWriter.describe", givenAs, target.manifest.task);
      // The manifest is written whole, also by a shard that is made.
      await committer.settle();
      await target.describe(form);
    },
    async finish() {
      await committer.settle();
      if (recorded < total) {
        throw wrongState("finish", `must have ${total} answers before it is finished`, String(recorded));
      }
      await target.complete();
      return { unanswered: countUnanswered(target.manifest) };
    },
    async close() {
      isClosed = true;
      await committer.settle().catch(() => {});
      await target.close();
    },
  };
}

/** Takes out of the journal what is in shards, unless that is the smaller part of it: to copy the rest each time would take quadratic time. */
async function dropWritten(journal: Journal, pending: PendingRows): Promise<void> {
  const left = pending.entries().map(({ bytes }) => bytes);
  if (left.reduce((sum, { length }) => sum + length, 0) <= journal.length / 2) await journal.replace(left);
}

/** Takes the answers of an earlier recording that are in no shard yet; says how many. */
function readJournal({ journal, manifest }: WritableDirectory, pending: PendingRows): number {
  let rows = 0;
  for (const contents of journal.contents) {
    const entries = readEntries(manifest, contents);
    if (entries === undefined) {
      throw new Error(
        `createSoftTargetWriter: ${journal.path} has answers of another recording; delete it to record those answers again that are only there`,
      );
    }
    for (const entry of entries) rows += pending.add(entry);
  }
  return rows;
}

function wrongState(method: string, expected: string, received: string): ArgumentError {
  const functionName = `SoftTargetWriter.${method}`;
  return new ArgumentError({ functionName, argument: "writer", expected, received, code: "state" });
}
