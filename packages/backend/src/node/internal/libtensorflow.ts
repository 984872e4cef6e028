import { closeSync, existsSync, openSync, readdirSync, readSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { BINARY_HEAD_BYTES, type BinaryPlatform, platformOfBinary } from "./platform-of-binary.ts";

/** A libtensorflow that lies unpacked in a directory. */
export interface Libtensorflow {
  /** The folder of the libraries. */
  readonly libDirectory: string;
  /** The folder that holds `tensorflow/c/c_api.h`. */
  readonly includeDirectory: string;
  /** File names in `libDirectory` that a binding is linked with. */
  readonly libraries: readonly string[];
  readonly platform: BinaryPlatform | undefined;
}

/** The C library of the official tarball, or that of the pip wheel; then the library that both are split from. */
const MAIN = /^libtensorflow(_cc)?(\.so(\.2)?|\.2\.dylib|\.dylib)$/;
const FRAMEWORK = /^libtensorflow_framework(\.so\.2|\.2\.dylib)$/;

/**
 * Finds libtensorflow in a directory that has the shape of the official tarball (`lib`, `include`), of an installed
 * `tensorflow` package of Python, or of the site-packages folder around it. Undefined when there is none.
 */
export function findLibtensorflow(directory: string): Libtensorflow | undefined {
  const real = existsSync(directory) ? realpathSync(directory) : directory;
  for (const [lib, include] of [
    ["lib", "include"],
    [".", "include"],
    ["tensorflow", "tensorflow/include"],
  ] as const) {
    const found = read(join(real, lib), join(real, include));
    if (found !== undefined) return found;
  }
  return undefined;
}

function read(libDirectory: string, includeDirectory: string): Libtensorflow | undefined {
  if (!existsSync(join(includeDirectory, "tensorflow", "c", "c_api.h")) || !existsSync(libDirectory)) return undefined;
  const files = readdirSync(libDirectory).sort();
  // With a version is what the loader asks for; without is for the linker, and only a link where both are there.
  const main = files.filter((file) => MAIN.test(file)).at(-1);
  if (main === undefined) return undefined;
  const framework = files.filter((file) => FRAMEWORK.test(file));
  return {
    libDirectory,
    includeDirectory,
    libraries: [main, ...framework],
    platform: platformOfBinary(readHead(join(libDirectory, main))),
  };
}

function readHead(file: string): Uint8Array {
  const head = new Uint8Array(BINARY_HEAD_BYTES);
  const descriptor = openSync(file, "r");
  try {
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}
