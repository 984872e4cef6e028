import type { DownloadProgress } from "@dark-knowledge/datasets/node";

/** Where the files of data sets come from. None of it changes what a run gives: files are checked by their digests. */
export interface DataSource {
  /** The folder of the data set that is wanted. */
  readonly directory?: string | undefined;
  /** A folder that has a folder for each data set, by its name; where there is no `directory`. */
  readonly shared?: string | undefined;
  /** Where downloads are kept, in a folder for each data set. */
  readonly cache: string;
  readonly signal: AbortSignal;
  readonly onDownload?: (progress: DownloadProgress) => void;
}
