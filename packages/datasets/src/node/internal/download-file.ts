import type { ReleaseFile } from "./idx-release.ts";

/** How far a download is. */
export interface DownloadProgress {
  /** The file's name, with `.gz`. */
  readonly file: string;
  readonly receivedBytes: number;
  /** The length that the server announced, if any. */
  readonly totalBytes: number | undefined;
}

/** Options of {@link downloadFile}. */
export interface DownloadOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Receives `<mirror>/<file>.gz` whole.
 *
 * @throws Error with the reason in a few words, without the address
 */
export async function downloadFile(mirror: string, file: ReleaseFile, options: DownloadOptions): Promise<Uint8Array> {
  const name = `${file.name}.gz`;
  const response = await request(new URL(name, mirror.endsWith("/") ? mirror : `${mirror}/`), options);
  const totalBytes = announcedBytes(response);
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  options.onProgress?.({ file: name, receivedBytes, totalBytes });
  for await (const chunk of response.body ?? []) {
    options.signal?.throwIfAborted();
    chunks.push(chunk);
    receivedBytes += chunk.length;
    // Gzip makes nothing much larger, so this is something else, and perhaps endless.
    if (receivedBytes > file.bytes + 1024) throw new Error(`more than the expected ${file.bytes} bytes came`);
    options.onProgress?.({ file: name, receivedBytes, totalBytes });
  }
  if (totalBytes !== undefined && receivedBytes !== totalBytes) {
    throw new Error(`the connection ended after ${receivedBytes} of ${totalBytes} bytes`);
  }
  return Buffer.concat(chunks);
}

async function request(url: URL, { fetch, signal }: DownloadOptions): Promise<Response> {
  const response = await fetch(url, signal === undefined ? {} : { signal });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Error(`HTTP ${response.status}`);
}

/** The length of the body as it will arrive; unknown when the server compresses it once more on the way. */
function announcedBytes({ headers }: Response): number | undefined {
  const length = Number(headers.get("content-length") ?? Number.NaN);
  return Number.isSafeInteger(length) && !headers.has("content-encoding") ? length : undefined;
}
