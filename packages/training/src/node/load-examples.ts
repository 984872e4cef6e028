import { stat } from "node:fs/promises";
import { join } from "node:path";
import { assertOneOf, assertOptions, formatValue } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import {
  createDataset,
  type Dataset,
  datasetFromRaws,
  datasetFromTable,
  decodeWav,
  type ImageSource,
  type InputDescription,
  type PrepareInputsOptions,
  type Source,
  type TableLayout,
  type Targets,
} from "@dark-knowledge/datasets";
import { decodeImage } from "@dark-knowledge/datasets/images";
import { isLargeTable, loadImages, loadSounds, loadTable, openFileDataset } from "@dark-knowledge/datasets/node";
import { type Answers, unknownTargets } from "../internal/unknown-targets.ts";
import type { StudentDescription } from "../student-description.ts";

/** The part of a student's description that is needed to read examples for it. */
export type ExamplesDescription = Answers & Pick<StudentDescription, "inputs" | "layout">;

/** Options of {@link loadExamples}. */
export interface LoadExamplesOptions extends PrepareInputsOptions {
  /**
   * Where the rows of a table are while they are used: in memory, or in its file, from which they are read by row group.
   * Default: `"files"` for Parquet and Arrow files of more than 256 MiB, unless they are texts.
   */
  readonly storage?: "memory" | "files";
}

/** Examples of a file or a directory, in the form that a student accepts. */
export interface LoadedExamples {
  /** With targets of the student's task; unknown where the file has none. */
  readonly dataset: Dataset;
  /** The origin of each example: the number of its row or line, or the path of its file. */
  readonly names: readonly string[];
  /** Lines for the user that begin with the path of a file: recordings that were resampled or are clipped, and were taken all the same. */
  readonly remarks: readonly string[];
}

/**
 * Reads raw examples for a student from a table, whose label column may be missing, a file of texts (.txt) with one
 * per line, a picture or a recording (.wav), or a directory of them with one folder per class. The student's own transforms apply.
 *
 * @param description the description of the student
 * @param options kinds of sources from outside `@dark-knowledge/datasets`: for recordings `LOG_MELS` of
 * `@dark-knowledge/speech`; whether rows stay in their file
 * @throws Error that names the file, and the row and column if any, when it cannot be read or has no such examples
 *
 * @example
 * ```ts no-run
 * import { evaluate } from "@dark-knowledge/training";
 * import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
 *
 * const { model, description } = await loadStudent("student");
 * const { dataset } = await loadExamples(description, "letters.csv");
 * const { errors } = await evaluate(model, dataset);
 * ```
 */
export async function loadExamples(
  description: ExamplesDescription,
  path: string,
  options: LoadExamplesOptions = {},
): Promise<LoadedExamples> {
  assertOptions<LoadExamplesOptions>("loadExamples", options, { kinds: true, storage: true });
  const { storage } = options;
  if (storage !== undefined) assertOneOf("loadExamples", "storage", storage, ["memory", "files"]);
  return { remarks: [], ...(await readExamples(description, path, options)) };
}

/** Examples without remarks if there are none. */
type ReadExamples = Omit<LoadedExamples, "remarks"> & Partial<LoadedExamples>;

async function readExamples(
  description: ExamplesDescription,
  path: string,
  { storage, ...preparing }: LoadExamplesOptions,
): Promise<ReadExamples> {
  const [input, ...others] = Object.values(description.inputs) as [InputDescription, ...InputDescription[]];
  if (others.length === 0 && isText(input) && path.endsWith(".txt")) return loadLines(description, path);
  if (description.layout) {
    const hasTexts = [input, ...others].some(isText);
    const isLeft = storage === undefined ? !hasTexts && (await isLargeTable(path)) : storage === "files";
    return (isLeft ? openRows : loadRows)(description, path);
  }
  if (others.length > 0) {
    const names = Object.keys(description.inputs).join(", ");
    throw new Error(
      `loadExamples: ${path} must be a table for a student of several inputs (${names}) that has its layout`,
    );
  }
  if (input.source?.kind === "image") return loadPictures(description, input.source as ImageSource, path);
  if (input.source?.kind === "log-mel")
    return loadRecordings(description, input.source as RecordingSource, path, preparing);
  throw new Error(
    `loadExamples: the student must take rows of tables, texts, pictures or recordings to read ${path}, got ${input.source?.kind ?? "numbers"}`,
  );
}

async function loadRows(description: ExamplesDescription, path: string): Promise<ReadExamples> {
  const table = await loadTable(path);
  const layout = description.layout!;
  const text = Object.values(description.inputs).find(isText);
  const hasLabels = areThere(labelColumns(layout), table.names);
  const { columns, targets: found } = datasetFromTable(
    table,
    { ...layout, ...(hasLabels ? {} : { targets: { kind: "none" } as const }), weight: null },
    text === undefined ? {} : { textSource: text.source! },
  );
  const dataset = createDataset({
    columns: inputsOf(description, columns),
    targets: hasLabels ? asOutputs(found, description) : unknownTargets(description, table.rowNumbers.length),
  });
  return { dataset, names: Array.from(table.rowNumbers, String) };
}

/** Leaves the rows of a large table in its file. */
async function openRows(description: ExamplesDescription, path: string): Promise<ReadExamples> {
  const layout = { ...description.layout!, weight: null, group: null };
  const alone = await openFileDataset(path, { layout: { ...layout, targets: { kind: "none" } } });
  const hasLabels = areThere(labelColumns(layout), alone.storage.names);
  const { columns, targets, ...rest } = hasLabels ? await openFileDataset(path, { layout }) : alone;
  const { length } = rest.rows;
  const dataset = {
    ...rest,
    columns: inputsOf(description, columns),
    targets: hasLabels ? asOutputs(targets, description) : unknownTargets(description, length),
  };
  return { dataset, names: Array.from({ length }, (_, row) => String(row + 1)) };
}

/** The columns that the student takes, with its transforms. */
function inputsOf({ inputs }: ExamplesDescription, columns: Dataset["columns"]): Dataset["columns"] {
  const own = Object.entries(inputs).map(([name, { transforms }]) => [name, { ...columns[name]!, transforms }]);
  return Object.fromEntries(own);
}

/** Whether a table has the columns of the labels. */
function areThere(labels: readonly string[], names: readonly string[]): boolean {
  return labels.length > 0 && labels.every((label) => names.includes(label));
}

function labelColumns({ targets }: TableLayout): readonly string[] {
  if (targets.kind === "none") return [];
  return targets.kind === "classes" ? [targets.column] : targets.columns;
}

/** Numbers on the scale of the student's, with variances where it gives some. */
function asOutputs(targets: Targets, { outputs }: ExamplesDescription): Targets {
  return targets.kind === "numbers" ? { ...targets, ...outputs } : targets;
}

/** Whether raw examples are texts. */
function isText({ source }: InputDescription): boolean {
  return source?.kind === "words" || source?.kind === "hashed-text";
}

/** Reads a file of texts, one in each line that is not empty. */
async function loadLines(description: ExamplesDescription, path: string): Promise<ReadExamples> {
  const text = decodeLines(path, await readBytes(path));
  const lines = text.split(/\r?\n/).map((line, index) => [line, String(index + 1)] as const);
  const own = lines.filter(([line]) => line.trim() !== "");
  const targets = unknownTargets(description, own.length);
  return {
    dataset: datasetFromRaws(
      description.inputs,
      own.map(([line]) => line),
      { targets },
    ),
    names: own.map(([, number]) => number),
  };
}

function decodeLines(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`loadExamples: ${path} is not text in UTF-8; convert it`, { cause });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, Number.MAX_SAFE_INTEGER);
  } catch (cause) {
    throw new Error(`loadExamples: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

async function loadPictures(
  description: ExamplesDescription,
  { height, width, channels, fit }: ImageSource,
  path: string,
): Promise<ReadExamples> {
  const { inputs } = description;
  if (!(await isDirectory(path))) {
    const picture = await decodeImage(await readBytes(path)).catch((cause: Error) => {
      throw new Error(`loadExamples: ${path}: ${cause.message}`, { cause });
    });
    return { dataset: datasetFromRaws(inputs, [picture], { targets: unknownTargets(description, 1) }), names: [path] };
  }
  const { dataset, files } = await loadImages(path, { height, width, channels, fit });
  return {
    dataset: { ...dataset, targets: classesOf(description, dataset.targets, files.length, path) },
    names: files,
  };
}

/** The classes of folders by the student's numbers; unknown where there are no folders. */
function classesOf(description: ExamplesDescription, targets: Targets, count: number, path: string): Targets {
  const { classNames } = description;
  if (targets.kind !== "classes") return unknownTargets(description, count);
  const numbers = targets.classNames.map((folder) => {
    const number = classNames.indexOf(folder);
    if (number >= 0) return number;
    const some = classNames.slice(0, 20).join(", ");
    throw new Error(
      `loadExamples: ${path} must have folders of the student's classes (${some}), got ${formatValue(folder)}`,
    );
  });
  const labels = targets.labels.map((label) => (label < 0 ? -1 : numbers[label]!));
  return { kind: "classes", labels, classNames };
}

/** The part of the source of recordings that is needed to read some. */
type RecordingSource = Source & { readonly sampleRate: number };

async function loadRecordings(
  description: ExamplesDescription,
  { sampleRate }: RecordingSource,
  path: string,
  options: PrepareInputsOptions,
): Promise<ReadExamples> {
  const read = (sounds: readonly object[], targets: Targets) =>
    datasetFromRaws(description.inputs, sounds, { ...options, targets });
  if (!(await isDirectory(path))) {
    const sound = await readRecording(path);
    const remark = `${path}: resampled from ${sound.sampleRate} to ${sampleRate} samples a second`;
    const remarks = sound.sampleRate === sampleRate ? [] : [remark];
    return { dataset: read([sound], unknownTargets(description, 1)), names: [path], remarks };
  }
  const { dataset, files, remarks } = await loadSounds(path, { sampleRate });
  const { values, offsets } = dataset.columns.samples!;
  const sounds = files.map((_, id) => ({ sampleRate, samples: values.subarray(offsets![id]!, offsets![id + 1]!) }));
  return {
    dataset: read(sounds, classesOf(description, dataset.targets, files.length, path)),
    names: files,
    remarks: remarks.map((one) => `${join(path, one.path)}: ${one.remark}`),
  };
}

/** Reads one recording, as the mean of its channels. */
async function readRecording(path: string): Promise<{ readonly sampleRate: number; readonly samples: Float32Array }> {
  const bytes = await readBytes(path);
  try {
    const { sampleRate, channels } = decodeWav(bytes);
    const [first] = channels;
    const samples = first!.map((_, at) => channels.reduce((sum, own) => sum + own[at]!, 0) / channels.length);
    return { sampleRate, samples };
  } catch (cause) {
    throw new Error(`loadExamples: ${path}: ${(cause as Error).message}`, { cause });
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new Error(`loadExamples: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}
