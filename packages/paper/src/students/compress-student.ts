import { gunzipSync } from "node:zlib";
import { unpackModel } from "@dark-knowledge/compression";
import { gzipModel } from "@dark-knowledge/compression/node";
import { assertFields, assertInteger } from "@dark-knowledge/core";
import { datasetSize } from "@dark-knowledge/datasets";
import { fingerprintDataset, type Student, taskFigures } from "@dark-knowledge/training";
import { loadStudent } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { remarksLine } from "../data/remarks-line.ts";
import { SOURCE_KINDS } from "../data/source-kinds.ts";
import { SpecError } from "../spec/spec-error.ts";
import { versions } from "../versions.ts";
import { openCandidateStore } from "./internal/compression/candidate-store.ts";
import type { CompressedCandidate } from "./internal/compression/compressed-candidate.ts";
import { assertDestination, writeCompressed } from "./internal/compression/compressed-student.ts";
import type { CompressionEvent } from "./internal/compression/compression-event.ts";
import { candidatesOf, parseMethods } from "./internal/compression/compression-methods.ts";
import { compressionPage } from "./internal/compression/compression-page.ts";
import type { CompressionResult } from "./internal/compression/compression-result.ts";
import type { CompressionStep } from "./internal/compression/compression-step.ts";
import { summariseCompression } from "./internal/compression/compression-summary.ts";
import {
  type CompressionTarget,
  choose,
  formatKilobytes,
  meets,
  parseTarget,
} from "./internal/compression/compression-target.ts";
import { fingerprintTargets } from "./internal/compression/fingerprint-targets.ts";
import {
  type CompressionData,
  type CompressionSources,
  disposeTeachers,
  loadCompressionData,
} from "./internal/compression/load-compression-data.ts";
import { parseBudget } from "./internal/compression/parse-budget.ts";
import { recoveryEpochs } from "./internal/compression/recover-student.ts";
import { suitedMethods } from "./internal/compression/survey-candidates.ts";
import { trainCandidates } from "./internal/compression/train-candidates.ts";

/** Options of {@link compressStudent}, as users write them. */
export interface CompressOptions extends Omit<CompressionSources, "seed"> {
  /** The directory for the compressed student. Finished candidates are kept next to it, in `<to>.search`. */
  readonly to: string;
  /** `size<100kB`, or a drop in points of the error rate (for numbers, of R²). Default: `drop<0.5`. */
  readonly target?: string | undefined;
  /** Such as `prune:0.9:0.95,quantise:4`: methods, and possibly their strengths. Default: all that suit the model. */
  readonly methods?: string | undefined;
  /** The most time to search, such as `10m`. Default: until nothing promising is left. */
  readonly budget?: string | undefined;
  /** The epochs after each step. Default: 6, or as many more as 2,000 steps take. */
  readonly epochs?: number | undefined;
  /** Determines the split and the order of examples. Default: 1. */
  readonly seed?: number | undefined;
  /** A clock in milliseconds, for the budget. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly onEvent: (event: CompressionEvent) => void;
}

/**
 * Searches for the form of a student that meets a target of size or accuracy, and writes it to a directory, as a student and as a packed file.
 *
 * Every candidate is a sequence of steps: fewer units, layers or factors, pruned weights, shared or quantised ones. All are measured first as they are, without training. The
 * promising ones are then trained after each step, by the answers of the uncompressed student or of other ones, but not where the rounding of the weights is learned, and what a result has made
 * pointless is left out. Choices use only a part of the data that nothing is trained on. A search that was killed resumes after its last finished candidate.
 *
 * @param directory a student that `saveStudent` wrote
 * @returns what was found; nothing is written to `to` unless the target is met
 * @throws SpecError when the target, the methods or the budget are wrong, or the student meets the size as it is
 * @throws Error, before anything is trained, when student, data or teacher cannot be read or do not fit, a named method does not suit the model, or
 *   the directory to write to holds something else
 *
 * @example
 * ```ts no-run
 * import { compressStudent } from "@dark-knowledge/paper";
 *
 * const { summary } = await compressStudent("runs/letters/student", {
 *   ...{ data: "letters.csv", to: "small", target: "size<20kB" },
 *   ...{ now: () => performance.now(), signal: new AbortController().signal, onEvent() {} },
 * });
 * console.table(summary.rows);
 * ```
 */
export async function compressStudent(directory: string, options: CompressOptions): Promise<CompressionResult> {
  assertCompression(directory, options);
  const target = parseTarget(options.target ?? "drop<0.5");
  const choices = parseMethods(options.methods);
  const deadline = options.now() + parseBudget(options.budget);
  const student = await loadStudent(directory, { kinds: SOURCE_KINDS });
  try {
    const warn = (name: string, text: string) =>
      options.onEvent({ kind: "reported", stage: { name }, event: { kind: "warning", text } });
    const seed = options.seed ?? 1;
    const data = await loadCompressionData(student, { ...options, seed });
    try {
      if (data.remarks.length > 0) warn("data", remarksLine(data.remarks).trimEnd());
      const suited = await suitedMethods(student.model, choices, data.transferSet, (text) => warn("methods", text));
      const coarse = coarseValidation(target, data);
      if (coarse !== undefined) warn("validation", coarse);
      const epochs = options.epochs ?? recoveryEpochs(data.transferSet);
      const isOver = () => options.now() >= deadline;
      return await search(student, data, candidatesOf(suited), { ...options, target, seed, epochs, isOver });
    } finally {
      disposeTeachers(data.teachers, student);
    }
  } finally {
    student.dispose();
  }
}

/** Says when a single example decides whether the drop is below the target. */
function coarseValidation(
  { figure, below, text }: CompressionTarget,
  { validation }: CompressionData,
): string | undefined {
  const size = datasetSize(validation);
  const points = 100 / size;
  if (figure === "bytes" || validation.targets.kind !== "classes" || points < below) return undefined;
  return `one of ${size} examples is ${points.toFixed(2)} points, too coarse for ${text}; give more examples`;
}

function assertCompression(directory: string, options: CompressOptions): void {
  assertFields(NAME, { directory }, { directory: "text" });
  assertFields(NAME, options, {
    ...{
      data: "text",
      to: "text",
      validation: "text?",
      test: "text?",
      target: "text?",
      methods: "text?",
      budget: "text?",
    },
    ...{ now: "function", signal: "signal", onEvent: "function" },
  });
  const { teacher, epochs, seed } = options;
  if (teacher !== undefined) assertFields(NAME, options, { teacher: "texts" });
  if (epochs !== undefined) assertInteger(NAME, "epochs", epochs, { min: 1 });
  if (seed !== undefined) assertInteger(NAME, "seed", seed, { min: 0 });
}

const NAME = "compressStudent";

type Settings = Pick<CompressOptions, "to" | "signal" | "onEvent"> & {
  readonly target: CompressionTarget;
  readonly seed: number;
  readonly epochs: number;
  readonly isOver: () => boolean;
};

async function search(
  student: Student,
  data: CompressionData,
  paths: readonly (readonly CompressionStep[])[],
  settings: Settings,
): Promise<CompressionResult> {
  const { target, to } = settings;
  const uncompressed = await measureUncompressed(student, data, settings);
  const store = await openCandidateStore(`${to.replace(/\/+$/, "")}.search`, await keyOf(student, data, settings));
  try {
    await assertDestination(to, store);
    const { candidates, isSpent } = await trainCandidates({ ...settings, student, data, paths, store, uncompressed });
    const best = choose(target, candidates);
    const isMet = best !== undefined && meets(target, best);
    const found = { target, to, uncompressed, candidates, isMet, isSpent, ...(best ? { best } : {}) };
    if (!isMet) return withSummary(found);
    return await write(found, await store.read(best.name), student, data, settings);
  } finally {
    await store.close();
  }
}

/** Measures the chosen candidate and the uncompressed student on the test set, and writes the candidate. */
async function write(
  found: Found,
  packed: Uint8Array,
  student: Student,
  { transferSet, test, teachers }: CompressionData,
  { to, signal }: Settings,
): Promise<CompressionResult> {
  const model = await unpackModel(gunzipSync(packed));
  try {
    const figuresOf = (net: LayersModel) => taskFigures(net, test!, { signal });
    const tested = test && { test: [await figuresOf(student.model), await figuresOf(model)] as const };
    const result = withSummary({ ...found, ...tested });
    const teacherFingerprint = teachers.length === 1 ? teachers[0]!.net.description.fingerprint : undefined;
    await writeCompressed(to, {
      ...{ model, packed, page: compressionPage(result) },
      ...{ uncompressed: student, dataset: transferSet, teacherFingerprint },
    });
    return result;
  } finally {
    model.dispose();
  }
}

type Found = Omit<CompressionResult, "summary">;

function withSummary(found: Found): CompressionResult {
  return { ...found, summary: summariseCompression(found) };
}

async function measureUncompressed(
  { model }: Student,
  { validation }: CompressionData,
  { target, signal }: Settings,
): Promise<CompressedCandidate> {
  const figures = await taskFigures(model, validation, { signal });
  const bytes = (await gzipModel(model)).length;
  const uncompressed = { name: "uncompressed", steps: [], bytes, figures, drop: 0 };
  if (target.figure === "drop" || !meets(target, uncompressed)) return uncompressed;
  throw new SpecError("target", `must be below the student's own size of ${formatKilobytes(bytes)}`, target.text);
}

/** All that determines a candidate besides its steps. */
async function keyOf(
  { description }: Student,
  { transferSet, validation, teachers }: CompressionData,
  { seed, epochs }: Settings,
): Promise<object> {
  return {
    ...{ version: 1, versions: versions(), backend: tf.getBackend(), seed, epochs },
    student: description.fingerprint,
    temperature: description.temperature,
    teachers: teachers.map(({ net }) => net.description.fingerprint),
    examples: await Promise.all(
      [transferSet, validation].map(async (set) => [await fingerprintDataset(set), fingerprintTargets(set)]),
    ),
    sizes: [transferSet.rows.length, validation.rows.length],
  };
}
