import { oneLine } from "@dark-knowledge/core";
import { arrowPrefixLength } from "@dark-knowledge/core/arrow";
import { readArrowColumns } from "../../arrow/internal/read-arrow-columns.ts";
import { importPeer } from "../../internal/import-peer.ts";
import { type ArrowMessages, findArrowMessages } from "./find-arrow-messages.ts";
import type { GroupedFile } from "./grouped-file.ts";
import { loadError } from "./load-error.ts";
import { openRandomAccess } from "./random-access-file.ts";

type Library = typeof import("apache-arrow");

/**
 * Opens an Arrow IPC file or stream to be read by record batches: reads its description. A record batch is read as a stream of its own:
 * the schema, the dictionaries, and the batch.
 */
export async function openArrowGroups(functionName: string, path: string): Promise<GroupedFile> {
  const file = await openRandomAccess(functionName, path);
  const library = await importPeer(functionName, "apache-arrow", () => import("apache-arrow"));
  const refuse = (cause: Error): never => {
    throw loadError(functionName, `${path} is damaged, or no Arrow file (${oneLine(cause.message, 200)})`, cause);
  };
  const messages = await findArrowMessages(file).catch(refuse);
  const { batches } = messages;
  const { names, message } = attempt(() => readSchema(library, messages), refuse);
  const naming = (caller: string, damaged: string) => ({ functionName: caller, source: path, damaged });
  return {
    place: file.place,
    names,
    groups: batches.map(({ rows }) => rows),
    async readGroup(caller, group, wanted) {
      const where = `row group ${group + 1} of ${batches.length}`;
      await file.assertUnchanged(caller, where);
      const damaged = `is damaged in ${where}`;
      const { dictionaries, rows: expected, ...batch } = batches[group]!;
      const parts = [...dictionaries, batch];
      const bytes = new Uint8Array(parts.reduce((length, { start, end }) => length + end - start, message.length));
      bytes.set(message);
      let at = message.length;
      for (const { start, end } of parts) {
        const target = bytes.subarray(at, at + end - start);
        await file.readInto(target, 0, start).catch((cause): never => {
          throw loadError(caller, `${path} ${damaged} (${cause.message})`, cause);
        });
        at += target.length;
      }
      const options = { columns: wanted, inPlace: true };
      const { columns, rows } = await readArrowColumns(naming(caller, damaged), bytes, options);
      if (rows === expected) return columns;
      throw loadError(caller, `${path} ${damaged} (${rows} rows, not ${expected})`);
    },
  };
}

/** The names of the columns, and the schema as the message that begins a stream: not all writers begin a file with it. */
function readSchema(library: Library, { schema: bytes, isStream }: ArrowMessages) {
  const reader = library.RecordBatchReader.from(bytes).open();
  const names = reader.schema.fields.map(({ name }) => name);
  if (isStream) return { names, message: bytes };
  const stream = library.tableToIPC(new library.Table(new library.Schema(reader.schema.fields)), "stream");
  const prefixLength = arrowPrefixLength(stream, 0);
  const view = new DataView(stream.buffer, stream.byteOffset);
  return { names, message: stream.slice(0, prefixLength + view.getInt32(prefixLength - 4, true)) };
}

function attempt<Value>(read: () => Value, refuse: (cause: Error) => never): Value {
  try {
    return read();
  } catch (cause) {
    return refuse(cause as Error);
  }
}
