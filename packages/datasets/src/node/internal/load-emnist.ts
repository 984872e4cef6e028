import type { TrainAndTest } from "../../dataset.ts";
import { datasetFromIdx } from "../../dataset-from-idx.ts";
import { selectRows } from "../../select-rows.ts";
import type { ReleaseFile } from "./idx-release.ts";
import { loadError } from "./load-error.ts";
import { readReleaseFile } from "./read-release-file.ts";

/** A dataset of the EMNIST family, which must be in a directory: there is no known download. */
export interface EmnistRelease {
  readonly images: ReleaseFile;
  readonly labels: ReleaseFile;
  /** Lines of a class number and the code of its character. */
  readonly mapping: ReleaseFile;
  /** How many of the examples, from the first on, are to be trained on; the others are the test set. */
  readonly trainSize: number;
}

/** Reads a release from a directory. Its errors begin with `functionName`. */
export async function loadEmnist(
  functionName: string,
  release: EmnistRelease,
  directory: string,
): Promise<TrainAndTest> {
  const files = [release.images, release.labels, release.mapping];
  const contents = new Map<ReleaseFile, Uint8Array>();
  for (const file of files) {
    const bytes = await readReleaseFile(directory, file).catch((cause: Error) => {
      throw loadError(functionName, `${cause.message}; replace it`, cause);
    });
    if (bytes !== undefined) contents.set(file, bytes);
  }
  const missing = files.filter((file) => !contents.has(file)).map(({ name }) => name);
  if (missing.length > 0) {
    throw loadError(
      functionName,
      `directory ${directory} lacks ${missing.join(", ")} (plain or with .gz); put them there, they are not downloaded`,
    );
  }
  const dataset = datasetFromIdx({
    images: contents.get(release.images)!,
    labels: contents.get(release.labels)!,
    classNames: classNamesOf(contents.get(release.mapping)!),
  });
  const { trainSize } = release;
  return {
    train: selectRows(dataset, dataset.rows.subarray(0, trainSize)),
    test: selectRows(dataset, dataset.rows.subarray(trainSize)),
  };
}

function classNamesOf(mapping: Uint8Array): string[] {
  const names: string[] = [];
  for (const line of new TextDecoder().decode(mapping).trim().split("\n")) {
    const [label, code] = line.trim().split(" ").map(Number);
    names[label!] = String.fromCharCode(code!);
  }
  return names;
}
