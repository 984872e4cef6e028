import { join } from "node:path";
import { ArgumentError, assertFields, assertOptions, formatValue, oneLine } from "@dark-knowledge/core";
import type { TrainAndTest } from "../../dataset.ts";
import { datasetFromIdx } from "../../dataset-from-idx.ts";
import type { DownloadProgress } from "./download-file.ts";
import { downloadFromMirrors, type MirroredFile } from "./download-from-mirrors.ts";
import { filesOf, type IdxRelease, type ReleaseFile } from "./idx-release.ts";
import { loadError } from "./load-error.ts";
import { readReleaseFile } from "./read-release-file.ts";
import { isGzip } from "./unpack-file.ts";
import { writeAtomically } from "./write-atomically.ts";

/** The sources of a published dataset. */
export interface LoadOptions {
  /** A directory with all four files, plain or as `.gz`. If it is given, nothing is downloaded. */
  readonly directory?: string;
  /** The directory where downloads are stored, and searched first. Default: they are kept only in memory. */
  readonly cacheDirectory?: string;
  /** Addresses of folders to download from, in order. Default: the public mirrors. */
  readonly mirrors?: readonly string[];
  /** Called with the progress of each download. */
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops loading when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The function to download with. Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

type Contents = ReadonlyMap<ReleaseFile, Uint8Array>;

/** Reads a release from where `options` say. Its errors begin with `functionName`. */
export async function loadRelease(
  functionName: string,
  release: IdxRelease,
  options: LoadOptions = {},
): Promise<TrainAndTest> {
  assertSources(functionName, options);
  options.signal?.throwIfAborted();
  const { directory } = options;
  const contents = await (directory === undefined
    ? readOrDownload(functionName, release, options)
    : readGiven(functionName, release, directory));
  const { classNames, trainImages, trainLabels, testImages, testLabels } = release;
  const dataset = (images: ReleaseFile, labels: ReleaseFile) =>
    datasetFromIdx({ images: contents.get(images)!, labels: contents.get(labels)!, classNames });
  return { train: dataset(trainImages, trainLabels), test: dataset(testImages, testLabels) };
}

function assertSources(functionName: string, options: LoadOptions): void {
  assertOptions<LoadOptions>(functionName, options, {
    ...{ directory: true, cacheDirectory: true, mirrors: true, onProgress: true, signal: true, fetch: true },
  });
  assertFields(functionName, options, {
    ...{ directory: "text?", cacheDirectory: "text?", mirrors: "texts?" },
    ...{ onProgress: "function?", signal: "signal?", fetch: "function?" },
  });
  const { mirrors } = options;
  const wrong = mirrors?.find((mirror) => !URL.canParse(mirror));
  if (wrong === undefined && mirrors?.length !== 0) return;
  throw new ArgumentError({
    functionName,
    argument: "mirrors",
    expected: "must be at least one address",
    received: wrong === undefined ? "none" : formatValue(wrong),
    code: "range",
  });
}

async function readGiven(functionName: string, release: IdxRelease, directory: string): Promise<Contents> {
  const cure = "or leave directory out to download";
  const contents = new Map<ReleaseFile, Uint8Array>();
  for (const file of filesOf(release)) {
    const bytes = await readReleaseFile(directory, file).catch((cause: Error) => {
      throw loadError(functionName, `${cause.message}; replace it, ${cure}`, cause);
    });
    if (bytes !== undefined) contents.set(file, bytes);
  }
  const missing = filesOf(release).filter((file) => !contents.has(file));
  if (missing.length === 0) return contents;
  throw loadError(functionName, `directory ${directory} lacks ${listOf(missing)}; put them there, ${cure}`);
}

async function readOrDownload(functionName: string, release: IdxRelease, options: LoadOptions): Promise<Contents> {
  const { cacheDirectory, onProgress, signal } = options;
  const downloadOptions = { fetch: options.fetch ?? fetch, onProgress, signal };
  const contents = new Map<ReleaseFile, Uint8Array>();
  let mirrors = options.mirrors ?? release.mirrors;
  for (const file of filesOf(release)) {
    signal?.throwIfAborted();
    // A damaged file in the cache is downloaded again.
    const kept = cacheDirectory && (await readReleaseFile(cacheDirectory, file).catch(() => undefined));
    const found = kept || (await downloadFromMirrors(file, mirrors, downloadOptions).catch(explain));
    contents.set(file, found instanceof Uint8Array ? found : found.contents);
    if (found instanceof Uint8Array) continue;
    if (cacheDirectory) await keep(functionName, cacheDirectory, file, found, signal);
    // The mirror that answered is asked first from now on.
    mirrors = [found.mirror, ...mirrors.filter((mirror) => mirror !== found.mirror)];
  }
  return contents;

  function explain(cause: Error): never {
    signal?.throwIfAborted();
    const place = cacheDirectory ?? "a directory that you give as directory";
    // What to do comes after the reasons, and must not be cut.
    throw loadError(
      functionName,
      `${oneLine(cause.message, 280)}; put ${listOf(filesOf(release))} into ${place}`,
      cause,
    );
  }
}

async function keep(
  functionName: string,
  cacheDirectory: string,
  { name }: ReleaseFile,
  { bytes }: MirroredFile,
  signal: AbortSignal | undefined,
): Promise<void> {
  const path = join(cacheDirectory, isGzip(bytes) ? `${name}.gz` : name);
  try {
    await writeAtomically(path, bytes, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    const { message } = cause as Error;
    throw loadError(functionName, `${path} cannot be written (${message}); give another cacheDirectory`, cause);
  }
}

function listOf(files: readonly ReleaseFile[]): string {
  return `${files.map(({ name }) => name).join(", ")} (plain or with .gz)`;
}
