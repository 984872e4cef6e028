import { checkSchema } from "./check-schema.ts";
import { rootTable, type Table } from "./flatbuffer.ts";

/** The footer of an Arrow IPC file. */
export interface ArrowFooter {
  /** The first columns, at most 16, each as `name: Type` or `name: Type[size of the list]`. */
  readonly columns: readonly string[];
  readonly isLittleEndian: boolean;
  readonly dictionaries: readonly ArrowBlock[];
  readonly recordBatches: readonly ArrowBlock[];
}

/** Where in a file a message with its metadata and its body is. */
export interface ArrowBlock {
  readonly offset: number;
  readonly metadataLength: number;
}

/** The metadata of a message, and how many bytes of body come after it. */
export interface ArrowMessage {
  readonly kind: "schema" | "dictionary" | "batch" | "other";
  readonly bodyLength: number;
  /** Of a batch, or of the values of a dictionary. */
  readonly batch: ArrowRecordBatch | undefined;
  /** Of a dictionary: its number, and whether its values come after those that there are, and not in their place. */
  readonly dictionary: { readonly id: number; readonly isDelta: boolean } | undefined;
}

/** The counts of a record batch, and where in its body the values are. */
export interface ArrowRecordBatch {
  readonly length: number;
  /** Of each column, children after their parents. */
  readonly nodes: readonly { readonly length: number; readonly nullCount: number }[];
  readonly buffers: readonly { readonly offset: number; readonly length: number }[];
  /** How many buffers each column of views has besides the usual ones. */
  readonly variadicCounts: readonly number[];
  readonly isCompressed: boolean;
}

/** The fields' numbers, as Arrow's schemas list them (File.fbs, Message.fbs, Schema.fbs). */
const FOOTER = { schema: 1, dictionaries: 2, recordBatches: 3 };
const SCHEMA = { endianness: 0, fields: 1 };
const FIELD = { name: 0, typeKind: 2, type: 3, dictionary: 4, children: 5 };
const MESSAGE = { version: 0, headerKind: 1, header: 2, bodyLength: 3, metadata: 4 };
const RECORD_BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3, variadicCounts: 4 };
const DICTIONARY_BATCH = { id: 0, data: 1, isDelta: 2 };
const KINDS = ["other", "schema", "dictionary", "batch"] as const;
const [INT, FLOAT, FIXED_SIZE_LIST] = [2, 3, 16];

/** Version 4, of 2017. Buffers of older files have another layout. */
const OLDEST_VERSION = 3;
/** More columns than a store has are not described. */
const MOST_COLUMNS = 16;

/**
 * Reads the footer of an Arrow IPC file from bytes that may hold anything: all that a reader follows in it lies inside of them.
 *
 * @param bytes those of the footer alone, as `findArrowFooter` gives them
 * @throws RangeError when the bytes are no footer
 *
 * @example
 * ```ts
 * import { readArrowFooter } from "@dark-knowledge/core/arrow";
 *
 * let message = "";
 * try {
 *   readArrowFooter(Uint8Array.of(255, 255, 255, 127));
 * } catch (error) {
 *   message = (error as Error).name;
 * }
 * message; // => "RangeError"
 * ```
 */
export function readArrowFooter(bytes: Uint8Array): ArrowFooter {
  const footer = rootTable(bytes);
  const schema = footer.table(FOOTER.schema);
  if (schema === undefined) throw new RangeError("a footer without a schema");
  checkSchema(schema, bytes.length);
  const blocks = (field: number) =>
    footer.structs(field, 24).map((block): ArrowBlock => ({ offset: block.int64(0), metadataLength: block.int32(8) }));
  return {
    columns: schema.tables(SCHEMA.fields).slice(0, MOST_COLUMNS).map(describeField),
    isLittleEndian: schema.int16(SCHEMA.endianness) === 0,
    dictionaries: blocks(FOOTER.dictionaries),
    recordBatches: blocks(FOOTER.recordBatches),
  };
}

/**
 * Reads the metadata of a message of an Arrow IPC file or stream, in the same way. What it says of its body is for the caller to
 * compare with the bytes that are there.
 *
 * @param bytes those of the metadata, without the prefix of `arrowPrefixLength`
 * @throws RangeError when the bytes are no message, or one of a version before 4
 * @see {@link readArrowFooter} for an example
 */
export function readArrowMessage(bytes: Uint8Array): ArrowMessage {
  const message = rootTable(bytes);
  if (message.int16(MESSAGE.version) < OLDEST_VERSION) throw new RangeError("a message of a version before 4");
  for (const pair of message.tables(MESSAGE.metadata)) [pair.text(0), pair.text(1)];
  const kind = KINDS[message.uint8(MESSAGE.headerKind)] ?? "other";
  const header = message.table(MESSAGE.header);
  if (kind === "schema") {
    if (header === undefined) throw new RangeError("a message without a schema");
    checkSchema(header, bytes.length);
  }
  const data = kind === "dictionary" ? header?.table(DICTIONARY_BATCH.data) : kind === "batch" ? header : undefined;
  if (data === undefined && (kind === "dictionary" || kind === "batch")) {
    throw new RangeError("a message without a record batch");
  }
  return {
    ...{ kind, bodyLength: message.int64(MESSAGE.bodyLength), batch: data && batchOf(data) },
    dictionary:
      kind === "dictionary" && header !== undefined
        ? { id: header.int64(DICTIONARY_BATCH.id), isDelta: header.uint8(DICTIONARY_BATCH.isDelta) !== 0 }
        : undefined,
  };
}

function batchOf(batch: Table): ArrowRecordBatch {
  return {
    length: batch.int64(RECORD_BATCH.length),
    nodes: batch.structs(RECORD_BATCH.nodes, 16).map((node) => ({ length: node.int64(0), nullCount: node.int64(8) })),
    buffers: batch
      .structs(RECORD_BATCH.buffers, 16)
      .map((buffer) => ({ offset: buffer.int64(0), length: buffer.int64(8) })),
    variadicCounts: batch.structs(RECORD_BATCH.variadicCounts, 8).map((count) => count.int64(0)),
    isCompressed: batch.has(RECORD_BATCH.compression),
  };
}

function describeField(field: Table): string {
  const name = field.text(FIELD.name);
  const type = field.table(FIELD.type);
  if (field.uint8(FIELD.typeKind) !== FIXED_SIZE_LIST) return `${name}: ${describeType(field)}`;
  const [item] = field.tables(FIELD.children);
  return `${name}: ${item && describeType(item)}[${type?.int32(0)}]`;
}

function describeType(field: Table): string {
  const kind = field.uint8(FIELD.typeKind);
  const type = field.table(FIELD.type);
  const dictionary = field.has(FIELD.dictionary) ? "Dictionary of " : "";
  if (kind === INT) return `${dictionary}${type?.uint8(1) === 1 ? "Int" : "Uint"}${type?.int32(0)}`;
  if (kind === FLOAT) return `${dictionary}Float${16 << (type?.int16(0) ?? 0)}`;
  return `${dictionary}type ${kind}`;
}
