import { assertArray, assertFields, assertObject } from "@dark-knowledge/core";
import type { Dataset } from "../dataset.ts";
import type { FileDataset, FileStorage } from "../file-dataset.ts";
import { assertExamples } from "../internal/assert-dataset.ts";
import type { DetachedDataset, DetachedFiles } from "./detach-dataset.ts";
import { createStorage } from "./internal/create-storage.ts";
import { loadError } from "./internal/load-error.ts";
import { openTableFiles } from "./internal/open-table-files.ts";

const OPENED: WeakMap<DetachedFiles, Promise<FileStorage>> = /* @__PURE__ */ new WeakMap();

/**
 * Opens the files of a dataset that {@link detachDataset} has detached. Views that were detached from one dataset, and
 * sent together, share one cache again.
 *
 * @returns the dataset; one in memory as it is
 * @throws Error when a file cannot be read, or was changed since it was opened first
 *
 * @example
 * ```ts no-run
 * import { workerData } from "node:worker_threads";
 * import { attachDataset } from "@dark-knowledge/datasets/node";
 *
 * const clicks = await attachDataset(workerData);
 * ```
 */
export async function attachDataset(detached: Dataset | DetachedDataset): Promise<Dataset> {
  assertObject(NAME, "detached", detached);
  if (!("kind" in detached)) {
    assertExamples(NAME, detached);
    return detached;
  }
  assertFields(NAME, detached, { dataset: "object", files: "object" }, { argument: "detached", prefix: "detached." });
  const { dataset, files } = detached;
  assertArray(NAME, "detached.files.places", files.places, "Array");
  const opening = OPENED.get(files) ?? openStorage(dataset, files);
  OPENED.set(files, opening);
  // What could not be opened may be there the next time.
  opening.catch(() => OPENED.delete(files));
  const attached: FileDataset = { ...dataset, storage: await opening };
  return attached;
}

const NAME = "attachDataset";

async function openStorage({ layout }: DetachedDataset["dataset"], { places, cacheBytes }: DetachedFiles) {
  const files = await openTableFiles(
    NAME,
    places.map(({ path }) => path),
  );
  places.forEach(({ path, size, mtimeMs }, index) => {
    const now = files.places[index]!;
    if (now.size === size && now.mtimeMs === mtimeMs) return;
    throw loadError(NAME, `${path} was changed since it was opened; open it again`);
  });
  return createStorage(NAME, files, layout, cacheBytes);
}
