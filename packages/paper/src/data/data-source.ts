import type { DownloadProgress } from "@dark-knowledge/datasets/node";

/** The sources of dataset files. They do not change a run's result: files are verified by their digests. */
export interface DataSource {
  /** The folder of the wanted dataset. */
  readonly directory?: string | undefined;
  /** A folder with one folder per dataset, by name. Used where there is no `directory`. */
  readonly shared?: string | undefined;
  /** The folder for downloads, with one folder per dataset. */
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly onDownload?: (progress: DownloadProgress) => void;
}
