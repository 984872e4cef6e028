import { readFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** A file, and its bytes on disk and as a web server sends it. */
export interface FileSize {
  readonly file: string;
  readonly bytes: number;
  readonly gzip: number;
  readonly brotli: number;
}

export async function sizeOf(file: string): Promise<FileSize> {
  const content = await readFile(file);
  const [gzip, brotli] = [gzipSync(content, { level: 9 }), brotliCompressSync(content)];
  return { file, bytes: content.length, gzip: gzip.length, brotli: brotli.length };
}
