import type { DownloadProgress } from "@dark-knowledge/datasets/node";
import type { Progress } from "./progress.ts";

/** Shows the progress of each downloaded file. */
export function reportDownload(progress: Progress): (progress: DownloadProgress) => void {
  const begun = new Set<string>();
  return ({ file, receivedBytes, totalBytes }) => {
    if (totalBytes === undefined) return;
    if (!begun.has(file)) progress.begin(file, totalBytes, "bytes");
    begun.add(file);
    progress.update(file, receivedBytes);
    if (receivedBytes === totalBytes) progress.end(file);
  };
}
