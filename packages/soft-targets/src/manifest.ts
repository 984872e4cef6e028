import { formatValue, type GivenAs, oneLine } from "@dark-knowledge/core";

/** How one teacher answer is stored: every logit, or the k largest with the mass of the rest. */
export type SoftTargetEncoding =
  | { readonly kind: "dense"; readonly dtype: LogitType }
  | { readonly kind: "top-k"; readonly dtype: LogitType; readonly k: number };

/** The number type of stored logits. float16 keeps 11 significant bits and reaches ±65,504. */
type LogitType = "float16" | "float32";

/**
 * The kind of answer in a store: logits of which a softmax makes probabilities of the classes; logits of several classes,
 * each with a probability of its own; or numbers, in the unit of the data.
 */
export type SoftTargetTask = (typeof SOFT_TARGET_TASKS)[number];

/** All of them, that of a manifest without a `task` first. */
export const SOFT_TARGET_TASKS = ["classes", "several-classes", "numbers"] as const;

/** One Arrow IPC file of one record batch: consecutive examples, in ascending order of their ids, under one augmentation seed. */
export interface SoftTargetShard {
  readonly file: string;
  readonly augmentationSeed: number;
  readonly rows: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly bytes: number;
  /** SHA-256 of the whole file, 64 hexadecimal digits. */
  readonly sha256: string;
  /**
   * SHA-256 of its first and its last 4,096 bytes, one after the other: the part that is read of a shard that is not
   * read as a whole.
   */
  readonly metadataSha256: string;
}

/** The examples of one view to which the teacher has no answer. */
export interface UnansweredExamples {
  readonly augmentationSeed: number;
  /** In ascending order. */
  readonly ids: readonly number[];
}

/** The content of `manifest.json`, as plain data. */
export interface SoftTargetManifest {
  readonly format: "dark-knowledge/soft-targets";
  /** 2 where there is a `task`, which readers of version 1 do not know. */
  readonly version: 1 | 2;
  /** Default: `"classes"`. */
  readonly task?: Exclude<SoftTargetTask, "classes">;
  /** The names of the classes; of numbers those of the outputs. */
  readonly classNames: readonly string[];
  /** Identifies the teacher: the hash of its weights, from `fingerprintWeights` of the training package. */
  readonly teacherFingerprint: string;
  readonly dataset: {
    /** The number of examples per augmentation seed. */
    readonly size: number;
    /** SHA-256 of all ids, in ascending order, as little-endian float64. */
    readonly idsSha256: string;
    /** A hash of the examples themselves, if the recorder provided one. */
    readonly fingerprint?: string;
  };
  readonly encoding: SoftTargetEncoding;
  readonly idType: "int32" | "int64";
  /** The augmentation seeds, one for each view of every example; 0 is the example as it is stored. */
  readonly augmentationSeeds: readonly number[];
  /** The other settings of a view, such as `{ "jitter": 2 }`. */
  readonly augmentation: Readonly<Record<string, number | string | boolean>>;
  /** The form in which the answers came, where it is known. The store always has logits at temperature 1. */
  readonly givenAs?: GivenAs;
  readonly rowsPerShard: number;
  /** False during recording. */
  readonly isComplete: boolean;
  readonly shards: readonly SoftTargetShard[];
  /** The examples that the teacher left out: refused, for example. They are in no shard. Left out where there are none. */
  readonly unanswered?: readonly UnansweredExamples[];
}

/** The name of the file that describes a store. */
export const MANIFEST_FILE = "manifest.json";
/** A larger manifest is not read: this is enough for more than 150,000 shards. */
export const MOST_MANIFEST_BYTES: number = 2 ** 26;
/** The highest format version that can be read. */
const MANIFEST_VERSION = 2;

const FORMAT = "dark-knowledge/soft-targets";
const TASKS: readonly string[] = SOFT_TARGET_TASKS.filter((task) => task !== "classes");
const DAMAGED = "restore it from a copy, or record again";

/**
 * Reads and checks the text of a `manifest.json`.
 *
 * @param where the file's path or address, for errors
 * @throws Error that names the file, the field and the cure, when it is not a manifest or has a newer version
 *
 * @example
 * ```ts
 * import { parseManifest } from "@dark-knowledge/soft-targets";
 *
 * let message = "";
 * try {
 *   parseManifest('{"version": 1}', "answers/manifest.json");
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message; // => 'parseManifest: answers/manifest.json describes no soft targets (its format is undefined); name a directory that holds them'
 * ```
 */
export function parseManifest(text: string, where: string): SoftTargetManifest {
  const value = parseJson(text, where);
  if (value.format !== FORMAT) {
    throw new Error(
      `parseManifest: ${where} describes no soft targets (its format is ${formatValue(value.format)}); name a directory that holds them`,
    );
  }
  if (typeof value.version === "number" && value.version > MANIFEST_VERSION) {
    throw new Error(
      `parseManifest: ${where} has version ${value.version}, newer than ${MANIFEST_VERSION}; update @dark-knowledge/soft-targets`,
    );
  }
  const problem = findProblem(value);
  if (problem !== undefined) throw new Error(`parseManifest: ${where}: ${problem}; ${DAMAGED}`);
  return value as unknown as SoftTargetManifest;
}

type Json = Readonly<Record<string, unknown>>;

function parseJson(text: string, where: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`parseManifest: ${where} is not JSON (${oneLine((error as Error).message)}); ${DAMAGED}`);
  }
  return isRecord(value) ? value : {};
}

/** The first field that is not as it must be, in words. */
function findProblem(value: Json): string | undefined {
  const { dataset, encoding, shards } = value;
  const rules: [field: string, isRight: boolean, expected: string][] = [
    ["version", value.version === (value.task === undefined ? 1 : 2), value.task === undefined ? "1" : "2 with a task"],
    ["task", value.task === undefined || TASKS.includes(value.task as string), TASKS.join(" or ")],
    ["classNames", isList(value.classNames, isText) && (value.classNames as []).length > 0, "a list of names"],
    ["teacherFingerprint", isText(value.teacherFingerprint) && value.teacherFingerprint !== "", "a text"],
    ["dataset", isRecord(dataset) && isCount(dataset.size) && isSha256(dataset.idsSha256), "a size and idsSha256"],
    ["encoding", isEncoding(encoding, (value.classNames as [])?.length), "dense or top-k, of float16 or float32"],
    ["encoding", value.task === undefined || (encoding as Json).kind === "dense", `dense for ${value.task}`],
    ["idType", value.idType === "int32" || value.idType === "int64", '"int32" or "int64"'],
    ["augmentationSeeds", isList(value.augmentationSeeds, isSeed), "a list of 32-bit seeds"],
    ["augmentation", isRecord(value.augmentation), "an object"],
    ["givenAs", isGivenAs(value.givenAs, value.task), "what the answers came as, and a temperature"],
    ["rowsPerShard", isCount(value.rowsPerShard) && value.rowsPerShard > 0, "a positive integer"],
    ["isComplete", typeof value.isComplete === "boolean", "true or false"],
    ["shards", isList(shards, isShard), "a list of shards"],
    ["unanswered", isUnanswered(value.unanswered), "lists of ascending ids, each with its augmentationSeed"],
  ];
  const broken = rules.find(([, isRight]) => !isRight);
  if (broken !== undefined) return `${broken[0]} must be ${broken[2]}`;
  return findShardProblem(value as unknown as SoftTargetManifest);
}

function findShardProblem(manifest: SoftTargetManifest): string | undefined {
  const { shards, augmentationSeeds, dataset, isComplete } = manifest;
  const seeds = new Set(augmentationSeeds);
  for (const [index, { augmentationSeed, firstId, lastId, rows, bytes }] of shards.entries()) {
    const place = `shards[${index}]`;
    if (rows * bytesOfRow(manifest) > bytes) return `${place} has more rows than its bytes have room for`;
    if (!seeds.has(augmentationSeed)) return `${place} has a seed that augmentationSeeds lacks`;
    if (lastId - firstId + 1 < rows) return `${place} has more rows than ids from firstId to lastId`;
    const before = shards[index - 1];
    if (before?.augmentationSeed === augmentationSeed && before.lastId >= firstId) {
      return `${place} must have ids above those of the shard before it`;
    }
  }
  const rows = countRows(manifest);
  const expected = dataset.size * augmentationSeeds.length - countUnanswered(manifest);
  if (rows > expected || (isComplete && rows < expected))
    return `shards must have ${expected} rows in all, not ${rows}`;
  return undefined;
}

/** The answers in shards. */
export function countRows({ shards }: Pick<SoftTargetManifest, "shards">): number {
  return shards.reduce((sum, { rows }) => sum + rows, 0);
}

/** The examples without an answer, over all views. */
export function countUnanswered({ unanswered = [] }: Pick<SoftTargetManifest, "unanswered">): number {
  return unanswered.reduce((sum, { ids }) => sum + ids.length, 0);
}

/** The bytes of a row's answer alone. */
function bytesOfRow({ encoding, classNames }: SoftTargetManifest): number {
  const bytes = encoding.dtype === "float16" ? 2 : 4;
  // Of top-k answers two bytes of each class number, at least.
  return encoding.kind === "dense" ? bytes * classNames.length : (bytes + 2) * encoding.k;
}

function isShard(value: unknown): boolean {
  return (
    isRecord(value) &&
    // A plain name: a manifest from elsewhere must not lead out of its directory.
    isText(value.file) &&
    /^[\w-][\w.-]*$/.test(value.file) &&
    isSeed(value.augmentationSeed) &&
    isCount(value.rows) &&
    value.rows > 0 &&
    isCount(value.firstId) &&
    isCount(value.lastId) &&
    isCount(value.bytes) &&
    isSha256(value.sha256) &&
    isSha256(value.metadataSha256)
  );
}

function isEncoding(value: unknown, classCount: number): boolean {
  if (!isRecord(value) || (value.dtype !== "float16" && value.dtype !== "float32")) return false;
  return value.kind === "dense" || (value.kind === "top-k" && isCount(value.k) && value.k > 0 && value.k < classCount);
}

function isGivenAs(value: unknown, task: unknown): boolean {
  if (value === undefined) return true;
  if (!isRecord(value) || typeof value.temperature !== "number" || !(value.temperature > 0)) return false;
  if (value.topK !== undefined && value.topK !== true) return false;
  if (task === "numbers") return value.kind === "numbers";
  return value.kind === "logits" || value.kind === "probs" || value.kind === "logProbs";
}

function isUnanswered(value: unknown): boolean {
  const isAscending = (ids: unknown) =>
    isList(ids, isCount) && (ids as number[]).every((id, index, all) => index === 0 || id > all[index - 1]!);
  return (
    value === undefined ||
    isList(value, (part) => isRecord(part) && isSeed(part.augmentationSeed) && isAscending(part.ids))
  );
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSeed(value: unknown): boolean {
  return isCount(value) && value < 2 ** 32;
}

function isSha256(value: unknown): boolean {
  return isText(value) && /^[0-9a-f]{64}$/.test(value);
}
