import { createWriteStream, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Entry, open, type ZipFile } from "yauzl";
import { assertRunsHere, BINARY_HEAD_BYTES, type BinaryPlatform, platformOfBinary } from "./platform-of-binary.ts";

/** The members that a binding needs, of some 13,000: the two libraries and the C headers. */
const LIBRARY = /^tensorflow\/libtensorflow(_cc|_framework)?(\.so\.2|\.2\.dylib)$/;
const HEADER = /^tensorflow\/include\/(tensorflow\/c\/|tsl\/c\/|xla\/tsl\/c\/|.*\/platform\/ctstring).*\.h$/;

/**
 * Unpacks libtensorflow and its headers from a wheel of TensorFlow into `target/tensorflow`.
 *
 * @throws Error in one line when the file is damaged, is not TensorFlow's, or was built for another machine
 */
export async function unpackWheel(
  wheel: string,
  target: string,
  { here, signal }: { readonly here: BinaryPlatform; readonly signal: AbortSignal },
): Promise<void> {
  const zip = await openZip(wheel).catch((error: Error) => damaged(wheel, error));
  try {
    const entries = await readEntries(zip).catch((error: Error) => damaged(wheel, error));
    const libraries = entries.filter(({ fileName }) => LIBRARY.test(fileName));
    if (libraries.length === 0) {
      throw new Error(
        `${basename(wheel)} holds no libtensorflow; take the wheel of tensorflow or tensorflow-cpu, 2.16 or newer, for Linux or macOS`,
      );
    }
    assertRunsHere(basename(wheel), platformOfBinary(await readHead(zip, libraries[0]!)), here);
    for (const entry of [...libraries, ...entries.filter(({ fileName }) => HEADER.test(fileName))]) {
      const file = join(target, entry.fileName);
      mkdirSync(dirname(file), { recursive: true });
      const stream = await openMember(zip, entry);
      await pipeline(stream, createWriteStream(file), { signal }).catch((error: Error) => {
        signal.throwIfAborted();
        throw (error as NodeJS.ErrnoException).code === undefined ? damaged(wheel, error) : error;
      });
    }
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { autoClose: false, lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function readEntries(zip: ZipFile): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  return new Promise((resolve, reject) => {
    zip.on("entry", (entry: Entry) => {
      entries.push(entry);
      zip.readEntry();
    });
    zip.on("end", () => resolve(entries));
    zip.on("error", reject);
    zip.readEntry();
  });
}

function openMember(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

async function readHead(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const stream = await openMember(zip, entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    // The rest of the member is hundreds of megabytes.
    if (chunks.reduce((bytes, { length }) => bytes + length, 0) >= BINARY_HEAD_BYTES) break;
  }
  return Buffer.concat(chunks);
}

function damaged(wheel: string, { message }: Error): never {
  throw new Error(`${wheel} is damaged (${message.split("\n")[0]}); download it again`);
}
