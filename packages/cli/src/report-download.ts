import type { DataOptions } from "./load-data.ts";
import type { Progress } from "./progress.ts";

/** Shows how far each file is that is downloaded. */
export function reportDownload(progress: Progress): DataOptions["onDownload"] {
  const begun = new Set<string>();
  return ({ file, receivedBytes, totalBytes }) => {
    if (totalBytes === undefined) return;
    if (!begun.has(file)) progress.begin(file, totalBytes, "bytes");
    begun.add(file);
    progress.update(file, receivedBytes);
    if (receivedBytes === totalBytes) progress.end(file);
  };
}
