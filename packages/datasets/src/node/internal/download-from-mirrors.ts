import { type DownloadOptions, downloadFile } from "./download-file.ts";
import type { ReleaseFile } from "./idx-release.ts";
import { unpackFile } from "./unpack-file.ts";

/** A file that a mirror gave. */
export interface MirroredFile {
  readonly mirror: string;
  /** The downloaded bytes, usually gzip. */
  readonly bytes: Uint8Array;
  /** The verified, uncompressed contents. */
  readonly contents: Uint8Array;
}

/**
 * Downloads a file from the first mirror that gives the published contents.
 *
 * @throws Error that says why each mirror failed, or the signal's reason when that is aborted
 */
export async function downloadFromMirrors(
  file: ReleaseFile,
  mirrors: readonly string[],
  options: DownloadOptions,
): Promise<MirroredFile> {
  const failures: string[] = [];
  for (const mirror of mirrors) {
    try {
      const bytes = await downloadFile(mirror, file, options);
      return { mirror, bytes, contents: await unpackFile(bytes, file) };
    } catch (error) {
      options.signal?.throwIfAborted();
      failures.push(`${mirror}: ${reasonOf(error)}`);
    }
  }
  throw new Error(`${file.name}.gz could not be downloaded (${failures.join("; ")})`);
}

/** `fetch` hides why it failed in the cause of its "fetch failed". */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: hidden } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  return message === "fetch failed" || message === "terminated"
    ? `${message}, ${code ?? hidden ?? "no reason"}`
    : message;
}
