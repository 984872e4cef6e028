import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "../argument-error.ts";
import { assertArray } from "../assert-array.ts";
import { assertFields } from "../assert-fields.ts";
import { formatValue, oneLine } from "../format.ts";
import { syncDirectory } from "./internal/sync-directory.ts";
import { writingCure } from "./writing-cure.ts";

const PART_SUFFIX = ".part";

/** Returns the file that a hidden `.part` file of {@link writeDurably} belongs to; undefined for other names. */
export function partOf(name: string): string | undefined {
  return name.startsWith(".") && name.endsWith(PART_SUFFIX) ? name.slice(1, -PART_SUFFIX.length) : undefined;
}

/**
 * Writes a file so that after a crash it exists completely or not at all: into a hidden file, `.<name>.part`, which is
 * flushed to disk and then renamed. If it fails, an old file of that name stays, and the hidden file is removed.
 *
 * @param parts the content of the file, one part after another, also as they are made
 * @param beforeRename runs when everything is written; if it throws, the old file stays
 * @throws Error that names the file, the system's reason, as its `code` too, and the cure
 *
 * @example
 * ```ts
 * import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { writeDurably } from "@dark-knowledge/core/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/durable-`);
 * await writeDurably(directory, "greeting.txt", [Buffer.from("good "), Buffer.from("day")]);
 * readFileSync(`${directory}/greeting.txt`, "utf8"); // => "good day"
 * readdirSync(directory); // => ["greeting.txt"]
 * ```
 */
export async function writeDurably(
  directory: string,
  name: string,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  beforeRename: () => Promise<void> = async () => {},
): Promise<void> {
  assertFields(
    "writeDurably",
    { directory, name, beforeRename },
    { directory: "text", name: "text", beforeRename: "function" },
  );
  assertParts(parts);
  const part = join(directory, `.${name}${PART_SUFFIX}`);
  try {
    const file = await open(part, "w");
    try {
      // Each part follows the one before.
      for await (const bytes of parts) {
        assertArray("writeDurably", "parts", bytes, "Uint8Array");
        await file.writeFile(bytes);
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await beforeRename();
    await rename(part, join(directory, name));
    await syncDirectory(directory);
  } catch (error) {
    // A full disk stays full as long as the partial file exists.
    await rm(part, { force: true }).catch(() => {});
    throw describeRefusal(join(directory, name), error);
  }
}

/** Returns the system's error in one line, with its code; any other error unchanged. */
function describeRefusal(path: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return error;
  const message = `cannot write ${oneLine(path, 300)} (${code}); ${writingCure({ code })} and try again`;
  return Object.assign(new Error(message, { cause: error }), { code, syscall });
}

function assertParts(parts: unknown): void {
  const isIterable =
    typeof parts === "object" && parts !== null && (Symbol.iterator in parts || Symbol.asyncIterator in parts);
  if (isIterable) return;
  const expected = "must be an iterable of Uint8Array";
  throw new ArgumentError({
    ...{ functionName: "writeDurably", argument: "parts", expected },
    ...{ received: formatValue(parts), code: "dtype" },
  });
}
