import { oneLine } from "@dark-knowledge/core";
import type { Table } from "apache-arrow";
import { type FileLimits, fileLimits } from "../../internal/file-limits.ts";
import { importPeer } from "../../internal/import-peer.ts";
import { checkMessages } from "./check-messages.ts";

/** The names in errors, and what they say of bytes that cannot be read. */
export interface Naming {
  readonly functionName: string;
  readonly source: string;
  readonly damaged: string;
}

/** Reads a file or stream whose metadata fits its bytes. Its values are not looked at yet. */
export async function openArrowTable(
  naming: Naming,
  bytes: Uint8Array,
): Promise<{ readonly table: Table; readonly limits: FileLimits }> {
  const library = await importPeer(naming.functionName, "apache-arrow", () => import("apache-arrow"));
  const limits = fileLimits(bytes.length);
  const table = parseArrow(naming, () => {
    checkMessages(bytes, limits);
    return library.tableFromIPC(bytes);
  });
  return { table, limits };
}

/** Says of whatever goes wrong while bytes are read that they are damaged. */
export function parseArrow<Value>({ functionName, source, damaged }: Naming, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if ((cause as Error).message.startsWith(`${functionName}: `)) throw cause;
    throw new Error(`${functionName}: ${source} ${damaged} (${oneLine((cause as Error).message, 200)})`, { cause });
  }
}
