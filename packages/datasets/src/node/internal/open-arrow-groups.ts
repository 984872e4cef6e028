import { oneLine } from "@dark-knowledge/core";
import { arrowPrefixLength, findArrowFooter, readArrowFooter, readArrowMessage } from "@dark-knowledge/core/arrow";
import { readArrowColumns } from "../../arrow/internal/read-arrow-columns.ts";
import { importPeer } from "../../internal/import-peer.ts";
import type { GroupedFile } from "./grouped-file.ts";
import { loadError } from "./load-error.ts";
import { openRandomAccess, type RandomAccessFile } from "./random-access-file.ts";

type Library = typeof import("apache-arrow");

/** Where a message lies in a file, and how many rows it has. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly rows: number;
}

/** The messages of a file. */
interface Messages {
  readonly dictionaries: readonly Place[];
  readonly batches: readonly Place[];
  /** The end of the file, with its footer. */
  readonly end: Uint8Array;
}

/**
 * Opens an Arrow IPC file to be read by record batches: reads its description. A record batch is read as a stream of its own: the schema,
 * the dictionaries, and the batch.
 */
export async function openArrowGroups(functionName: string, path: string): Promise<GroupedFile> {
  const file = await openRandomAccess(functionName, path);
  const library = await importPeer(functionName, "apache-arrow", () => import("apache-arrow"));
  const refuse = (cause: Error): never => {
    throw loadError(functionName, `${path} is damaged, or no Arrow file (${oneLine(cause.message, 200)})`, cause);
  };
  const { dictionaries, batches, end } = await findMessages(file).catch(refuse);
  const upToDictionaries = Math.max(HEAD_BYTES, ...dictionaries.map((place) => place.end));
  const withoutBatches = joined([new Uint8Array(await file.slice(0, upToDictionaries)), end]);
  const { schema, message } = attempt(() => encodeSchema(library, withoutBatches), refuse);
  const parts = await Promise.all(dictionaries.map(({ start, end: last }) => file.slice(start, last))).catch(refuse);
  const head = joined([message, ...parts.map((part) => new Uint8Array(part))]);
  const naming = (caller: string, damaged: string) => ({ functionName: caller, source: path, damaged });
  const names = schema.fields.map(({ name }) => name);
  return {
    path,
    names,
    groups: batches.map(({ rows }) => rows),
    async readGroup(caller, group, wanted) {
      const where = `row group ${group + 1} of ${batches.length}`;
      await file.assertUnchanged(caller, where);
      const damaged = `is damaged in ${where}`;
      const { start, end: last } = batches[group]!;
      const bytes = new Uint8Array(head.length + last - start);
      bytes.set(head);
      await file.readInto(bytes, head.length, start).catch((cause): never => {
        throw loadError(caller, `${path} ${damaged} (${cause.message})`, cause);
      });
      const options = { columns: wanted, inPlace: true };
      const { columns, rows } = await readArrowColumns(naming(caller, damaged), bytes, options);
      if (rows === batches[group]!.rows) return columns;
      throw loadError(caller, `${path} ${damaged} (${rows} rows, not ${batches[group]!.rows})`);
    },
  };
}

/** The schema of a file, which its footer has, as the message that begins a stream: not all writers begin a file with it. */
function encodeSchema(library: Library, file: Uint8Array) {
  const reader = library.RecordBatchReader.from(file).open();
  const schema = new library.Schema(reader.schema.fields);
  const stream = library.tableToIPC(new library.Table(schema), "stream");
  const prefixLength = arrowPrefixLength(stream, 0);
  const view = new DataView(stream.buffer, stream.byteOffset);
  return { schema, message: stream.slice(0, prefixLength + view.getInt32(prefixLength - 4, true)) };
}

function attempt<Value>(read: () => Value, refuse: (cause: Error) => never): Value {
  try {
    return read();
  } catch (cause) {
    return refuse(cause as Error);
  }
}

/** The magic that begins a file, with what fills it up to eight bytes, and the end of one: a length, and the magic again. */
const [HEAD_BYTES, TAIL_BYTES] = [8, 10];

async function findMessages(file: RandomAccessFile): Promise<Messages> {
  const magic = new TextDecoder("latin1").decode(await file.slice(0, HEAD_BYTES));
  if (!magic.startsWith("ARROW1")) {
    throw new Error("it does not begin with ARROW1; write a stream as a file, which says where its record batches are");
  }
  const tail = await file.slice(Math.max(0, file.byteLength - TAIL_BYTES));
  const length = new DataView(tail).getInt32(0, true);
  const footer = await file.slice(Math.max(0, file.byteLength - TAIL_BYTES - Math.max(0, length)));
  const { dictionaries, recordBatches } = readArrowFooter(findArrowFooter(new Uint8Array(footer)));
  const findAll = async (blocks: readonly { readonly offset: number }[], kind: string) => {
    const places: Place[] = [];
    for (const { offset } of blocks) places.push(await findMessage(file, offset, kind));
    return places;
  };
  return {
    end: new Uint8Array(footer),
    dictionaries: await findAll(dictionaries, "dictionary"),
    batches: await findAll(recordBatches, "batch"),
  };
}

async function findMessage(file: RandomAccessFile, start: number, kind: string): Promise<Place> {
  const prefix = new Uint8Array(await file.slice(start, start + 8));
  const prefixLength = arrowPrefixLength(prefix, 0);
  const metadataLength = new DataView(prefix.buffer).getInt32(prefixLength - 4, true);
  const body = start + prefixLength + metadataLength;
  if (!(metadataLength > 0 && body <= file.byteLength)) throw new RangeError("a message that is longer than the file");
  const message = readArrowMessage(new Uint8Array(await file.slice(start + prefixLength, body)));
  if (message.kind !== kind) throw new RangeError(`no ${kind} where one should be`);
  const end = body + message.bodyLength;
  if (!(message.bodyLength >= 0 && end <= file.byteLength)) {
    throw new RangeError("a message whose body is longer than the file");
  }
  const rows = message.batch?.length ?? 0;
  if (!(Number.isInteger(rows) && rows >= 0)) throw new RangeError(`${rows} rows`);
  return { start, end, rows };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
