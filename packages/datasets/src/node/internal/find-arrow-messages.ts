import {
  type ArrowMessage,
  arrowPrefixLength,
  findArrowFooter,
  readArrowFooter,
  readArrowMessage,
} from "@dark-knowledge/core/arrow";
import type { RandomAccessFile } from "./random-access-file.ts";

/** Where a message lies in a file. */
interface ArrowPlace {
  readonly start: number;
  readonly end: number;
}

/** Where a record batch lies, how many rows it has, and where the dictionaries are that its columns need. */
interface BatchPlace extends ArrowPlace {
  readonly rows: number;
  readonly dictionaries: readonly ArrowPlace[];
}

/** The messages of a file or stream. */
export interface ArrowMessages {
  /** The bytes from which a reader learns the schema: the first message of a stream, or the ends of a file. */
  readonly schema: Uint8Array;
  readonly isStream: boolean;
  readonly batches: readonly BatchPlace[];
}

/** The magic that begins a file, with what fills it up to eight bytes, and the end of one: a length, and the magic again. */
const [HEAD_BYTES, TAIL_BYTES] = [8, 10];

/**
 * Finds the messages of an Arrow IPC file by its footer, or of a stream, which has none, by going from one to the next.
 *
 * @throws RangeError when something lies outside of the file, or is something else
 */
export async function findArrowMessages(file: RandomAccessFile): Promise<ArrowMessages> {
  const magic = new TextDecoder("latin1").decode(await file.slice(0, HEAD_BYTES));
  return magic.startsWith("ARROW1") ? followFooter(file) : followStream(file);
}

async function followFooter(file: RandomAccessFile): Promise<ArrowMessages> {
  const tail = await file.slice(Math.max(0, file.byteLength - TAIL_BYTES));
  const length = new DataView(tail).getInt32(0, true);
  const footer = new Uint8Array(await file.slice(Math.max(0, file.byteLength - TAIL_BYTES - Math.max(0, length))));
  const { dictionaries, recordBatches } = readArrowFooter(findArrowFooter(footer));
  const findAll = async (blocks: readonly { readonly offset: number }[], kind: ArrowMessage["kind"]) => {
    const places: PlacedMessage[] = [];
    for (const { offset } of blocks) {
      const place = await findMessage(file, offset);
      if (place?.message.kind !== kind) throw new RangeError(`no ${kind} where one should be`);
      places.push(place);
    }
    return places;
  };
  const known = await findAll(dictionaries, "dictionary");
  const batches = (await findAll(recordBatches, "batch")).map((place) => batchPlace(place, known));
  const upToDictionaries = Math.max(HEAD_BYTES, ...known.map(({ end }) => end));
  const head = new Uint8Array(await file.slice(0, upToDictionaries));
  const schema = new Uint8Array(head.length + footer.length);
  schema.set(head);
  schema.set(footer, head.length);
  return { schema, isStream: false, batches };
}

/** A dictionary may be replaced, or get more values, between two record batches. */
async function followStream(file: RandomAccessFile): Promise<ArrowMessages> {
  const first = await findMessage(file, 0);
  if (first?.message.kind !== "schema") throw new RangeError("no schema at its beginning");
  const batches: BatchPlace[] = [];
  let known: readonly PlacedMessage[] = [];
  for (let at = first.end; at < file.byteLength; ) {
    const place = await findMessage(file, at);
    if (place === undefined) break;
    const { kind, dictionary } = place.message;
    if (kind === "batch") batches.push(batchPlace(place, known));
    else if (dictionary === undefined) throw new RangeError(`no batch where one should be`);
    else if (dictionary.isDelta) known = [...known, place];
    else known = [...known.filter(({ message }) => message.dictionary!.id !== dictionary.id), place];
    at = place.end;
  }
  return { schema: new Uint8Array(await file.slice(0, first.end)), isStream: true, batches };
}

interface PlacedMessage extends ArrowPlace {
  readonly message: ArrowMessage;
}

function batchPlace({ start, end, message }: PlacedMessage, dictionaries: readonly ArrowPlace[]): BatchPlace {
  const { length } = message.batch!;
  if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(`${length} rows`);
  return {
    start,
    end,
    rows: length,
    dictionaries: dictionaries.map((place) => ({ start: place.start, end: place.end })),
  };
}

/** The message at a place; undefined at the end of a stream. */
async function findMessage(file: RandomAccessFile, start: number): Promise<PlacedMessage | undefined> {
  const prefix = new Uint8Array(await file.slice(start, start + 8));
  const prefixLength = arrowPrefixLength(prefix, 0);
  const metadataLength = new DataView(prefix.buffer).getInt32(prefixLength - 4, true);
  if (metadataLength === 0) return undefined;
  const body = start + prefixLength + metadataLength;
  if (!(metadataLength > 0 && body <= file.byteLength)) throw new RangeError("a message that is longer than the file");
  const message = readArrowMessage(new Uint8Array(await file.slice(start + prefixLength, body)));
  const end = body + message.bodyLength;
  if (message.bodyLength >= 0 && end <= file.byteLength) return { start, end, message };
  throw new RangeError("a message whose body is longer than the file");
}
