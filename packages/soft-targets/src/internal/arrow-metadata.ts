import { rootTable, type Table } from "./flatbuffer.ts";

/** The footer of an Arrow IPC file. */
export interface ArrowFooter {
  /** Each column as `name: Type` or `name: Type[size of the list]`. */
  readonly columns: readonly string[];
  readonly isLittleEndian: boolean;
  readonly dictionaries: number;
  readonly recordBatches: readonly ArrowBlock[];
}

/** Where in the file a message with its metadata and its body is. */
interface ArrowBlock {
  readonly offset: number;
  readonly metadataLength: number;
}

/** The message of a record batch. */
export interface ArrowRecordBatch {
  readonly length: number;
  readonly nullCounts: readonly number[];
  readonly buffers: readonly { readonly offset: number; readonly length: number }[];
  readonly isCompressed: boolean;
}

/** The fields' numbers, as Arrow's schemas list them (File.fbs, Message.fbs, Schema.fbs). */
const FOOTER = { schema: 1, dictionaries: 2, recordBatches: 3 };
const SCHEMA = { endianness: 0, fields: 1 };
const FIELD = { name: 0, typeKind: 2, type: 3, dictionary: 4, children: 5 };
const MESSAGE = { headerKind: 1, header: 2 };
const RECORD_BATCH = { length: 0, nodes: 1, buffers: 2, compression: 3 };
const RECORD_BATCH_KIND = 3;
const [INT, FLOAT, FIXED_SIZE_LIST] = [2, 3, 16];

/** More columns than a store has are not looked at. */
const MOST_COLUMNS = 16;

/** @throws RangeError when the bytes are no footer */
export function readFooter(bytes: Uint8Array): ArrowFooter {
  const footer = rootTable(bytes);
  const schema = footer.table(FOOTER.schema);
  const blocks = footer.structs(FOOTER.recordBatches, 24);
  return {
    columns: (schema?.tables(SCHEMA.fields) ?? []).slice(0, MOST_COLUMNS).map(describeField),
    isLittleEndian: schema?.int16(SCHEMA.endianness) === 0,
    dictionaries: footer.structs(FOOTER.dictionaries, 24).length,
    recordBatches: blocks.map((block) => ({ offset: block.int64(0), metadataLength: block.int32(8) })),
  };
}

/** @throws RangeError when the bytes are no message of a record batch */
export function readRecordBatch(bytes: Uint8Array): ArrowRecordBatch {
  const message = rootTable(bytes);
  const batch = message.uint8(MESSAGE.headerKind) === RECORD_BATCH_KIND ? message.table(MESSAGE.header) : undefined;
  if (batch === undefined) throw new RangeError("a message without a record batch");
  return {
    length: batch.int64(RECORD_BATCH.length),
    nullCounts: batch.structs(RECORD_BATCH.nodes, 16).map((node) => node.int64(8)),
    buffers: batch
      .structs(RECORD_BATCH.buffers, 16)
      .map((buffer) => ({ offset: buffer.int64(0), length: buffer.int64(8) })),
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
