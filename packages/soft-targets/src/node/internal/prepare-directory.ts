import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { type GivenAs, oneLine } from "@dark-knowledge/core";
import { type FileContent, type LockOptions, openDirectory, readRegularFile } from "@dark-knowledge/core/node";
import { isSameList, nameClasses } from "../../internal/class-names.ts";
import { describeEncoding } from "../../internal/shard-layout.ts";
import {
  MANIFEST_FILE,
  MOST_MANIFEST_BYTES,
  parseManifest,
  type SoftTargetManifest,
  type SoftTargetShard,
  type UnansweredExamples,
} from "../../manifest.ts";
import { JOURNAL_FILE, type Journal, openJournal } from "./open-journal.ts";

/** A shard and its file. */
export interface WrittenShard {
  readonly bytes: Uint8Array;
  readonly shard: SoftTargetShard;
}

/** A directory that this process alone writes to. */
export interface WritableDirectory {
  /** As it is on the disk. */
  readonly manifest: SoftTargetManifest;
  /** Answers that are in no shard yet. */
  readonly journal: Journal;
  /** Adds a shard, if there is one, and examples without an answer. */
  add(shard: WrittenShard | undefined, unanswered: UnansweredExamples): Promise<void>;
  /** Enters the form in which the answers come, while nothing else is written. */
  describe(givenAs: GivenAs): Promise<void>;
  complete(): Promise<void>;
  close(): Promise<void>;
}

const SHARD_PATTERN = /^shard-\d{5,}\.arrow$/;

/** The name of a shard by its number. */
export function shardName(index: number): string {
  return `shard-${String(index).padStart(5, "0")}.arrow`;
}

/** Takes hold of a directory, and enters the plan in its manifest or finds there how far it was carried out. */
export async function prepareDirectory(
  functionName: string,
  directory: string,
  plan: SoftTargetManifest,
  lockOptions: LockOptions,
): Promise<WritableDirectory> {
  const isOwn = (name: string) => name === MANIFEST_FILE || name === JOURNAL_FILE || SHARD_PATTERN.test(name);
  const owned = await openDirectory(functionName, directory, { isOwn, ...lockOptions });
  let manifest: SoftTargetManifest;
  let journal: Journal;
  const write = async (next: SoftTargetManifest, ...shards: FileContent[]) => {
    const text = `${JSON.stringify(next, null, 1)}\n`;
    await owned.write([...shards, { name: MANIFEST_FILE, parts: [new TextEncoder().encode(text)] }]);
    manifest = next;
  };
  try {
    const earlier = await readEarlier(functionName, directory, plan);
    manifest = earlier ?? plan;
    // Of a process that was killed: shards that were not entered yet.
    const entered = new Set([MANIFEST_FILE, JOURNAL_FILE, ...manifest.shards.map(({ file }) => file)]);
    await owned.remove((await owned.list()).filter((name) => !entered.has(name)));
    if (earlier === undefined || !isSameJson(earlier, planFrom(earlier, plan))) await write(planFrom(manifest, plan));
    journal = await openJournal(functionName, directory, owned);
  } catch (error) {
    await owned.close();
    throw error;
  }
  return {
    get manifest() {
      return manifest;
    },
    journal,
    async add(written, unanswered) {
      const shards = written === undefined ? manifest.shards : [...manifest.shards, written.shard];
      const files = written === undefined ? [] : [{ name: written.shard.file, parts: [written.bytes] }];
      await write(withUnanswered({ ...manifest, shards }, unanswered), ...files);
    },
    async describe(givenAs) {
      if (isSameJson(manifest.givenAs, givenAs)) return;
      if (manifest.givenAs !== undefined) {
        throw new Error(
          `${functionName}: ${join(directory, MANIFEST_FILE)} has answers that came as ${showForm(manifest.givenAs)}, not ${showForm(givenAs)}; choose another directory, or delete this one`,
        );
      }
      await write({ ...manifest, givenAs });
    },
    async complete() {
      if (!manifest.isComplete) await write({ ...manifest, isComplete: true });
    },
    async close() {
      await journal.close();
      await owned.close();
    },
  };
}

/** Adds examples of a view, which come after those that are there. */
function withUnanswered(
  manifest: SoftTargetManifest,
  { augmentationSeed, ids }: UnansweredExamples,
): SoftTargetManifest {
  if (ids.length === 0) return manifest;
  const { unanswered = [] } = manifest;
  const earlier = unanswered.find((part) => part.augmentationSeed === augmentationSeed)?.ids ?? [];
  const others = unanswered.filter((part) => part.augmentationSeed !== augmentationSeed);
  return { ...manifest, unanswered: [...others, { augmentationSeed, ids: [...earlier, ...ids] }] };
}

/** The recording that is there, with the plan's views and shard size. */
function planFrom(earlier: SoftTargetManifest, plan: SoftTargetManifest): SoftTargetManifest {
  const { augmentationSeeds, rowsPerShard } = plan;
  const hasAll = augmentationSeeds.length === earlier.augmentationSeeds.length;
  return { ...earlier, augmentationSeeds, rowsPerShard, isComplete: earlier.isComplete && hasAll };
}

/** The manifest of an earlier recording of the same answers; undefined when the directory is empty. */
async function readEarlier(
  functionName: string,
  directory: string,
  plan: SoftTargetManifest,
): Promise<SoftTargetManifest | undefined> {
  const path = join(directory, MANIFEST_FILE);
  if (!existsSync(path)) {
    const others = (await readdir(directory)).filter((name) => !name.startsWith("."));
    if (others.length === 0) return undefined;
    throw new Error(
      `${functionName}: ${directory} is not empty (${others[0]}) and holds no soft targets; choose another directory`,
    );
  }
  const earlier = parseManifest(new TextDecoder().decode(await readManifest(functionName, path)), path);
  const difference = findDifference(earlier, plan);
  if (difference !== undefined) {
    throw new Error(`${functionName}: ${path} ${difference}; choose another directory, or delete this one`);
  }
  for (const { file, bytes } of earlier.shards) await assertShardIsThere(functionName, join(directory, file), bytes);
  return earlier;
}

async function readManifest(functionName: string, path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, MOST_MANIFEST_BYTES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${functionName}: cannot read ${path} (${code}); make sure that it can be read`, { cause: error });
  }
}

/** Describes in words how an earlier recording differs from the requested one. */
function findDifference(earlier: SoftTargetManifest, plan: SoftTargetManifest): string | undefined {
  const { dataset, classNames, encoding, augmentationSeeds, augmentation } = earlier;
  if (earlier.teacherFingerprint !== plan.teacherFingerprint) {
    return `has the answers of teacher ${oneLine(earlier.teacherFingerprint)}, not of ${oneLine(plan.teacherFingerprint)}`;
  }
  if (earlier.task !== plan.task) return `holds ${showTask(earlier.task)}, not ${showTask(plan.task)}`;
  if (!isSameList(classNames, plan.classNames)) {
    return `is for the classes ${nameClasses(classNames)}, not ${nameClasses(plan.classNames)}`;
  }
  if (dataset.size !== plan.dataset.size) return `is for ${dataset.size} examples, not ${plan.dataset.size}`;
  if (dataset.idsSha256 !== plan.dataset.idsSha256) return "is for examples with other ids";
  if (dataset.fingerprint !== plan.dataset.fingerprint) return "is for another dataset with the same ids";
  if (!isSameJson(encoding, plan.encoding)) {
    const describe = (one: SoftTargetManifest) => describeEncoding(one.encoding, one.classNames.length);
    return `holds ${describe(earlier)}, not ${describe(plan)}`;
  }
  if (!isSameJson(augmentation, plan.augmentation)) {
    const show = (one: object) => oneLine(JSON.stringify(one));
    return `has views with ${show(augmentation)}, not ${show(plan.augmentation)}`;
  }
  // Of a teacher that is asked it shows with its first answer.
  if (plan.givenAs !== undefined && !isSameJson(earlier.givenAs, plan.givenAs)) {
    return `has answers that came as ${showForm(earlier.givenAs)}, not ${showForm(plan.givenAs)}`;
  }
  const isBeginning = augmentationSeeds.every((seed, index) => seed === plan.augmentationSeeds[index]);
  return isBeginning
    ? undefined
    : `has views with the seeds ${oneLine(augmentationSeeds.join(","))}, not ${oneLine(plan.augmentationSeeds.join(","))}`;
}

function showTask(task: SoftTargetManifest["task"]): string {
  if (task === undefined) return "answers of one class";
  return task === "numbers" ? "numbers" : "answers of several classes";
}

function showForm(givenAs: GivenAs | undefined): string {
  return givenAs ? oneLine(JSON.stringify(givenAs)) : "logits";
}

async function assertShardIsThere(functionName: string, path: string, bytes: number): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.size === bytes) return;
  const problem = found === undefined ? "is missing" : `has ${found.size} bytes, not ${bytes}`;
  throw new Error(
    `${functionName}: ${path} ${problem}; restore it from a copy, or delete the directory and record again`,
  );
}

function isSameJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
