import type { Table } from "./flatbuffer.ts";

/** The fields' numbers, as Arrow's schemas list them (Schema.fbs). */
const SCHEMA = { fields: 1, metadata: 2 };
const FIELD = { name: 0, typeKind: 2, type: 3, dictionary: 4, children: 5, metadata: 6 };
const KEY_VALUE = { key: 0, value: 1 };
const [TIMESTAMP, UNION] = [10, 14];

/** Nobody nests lists so deep. */
const DEEPEST = 64;

/**
 * Follows everything in a schema that a reader follows. Tables may be shared, so that a few bytes can stand for any number of
 * fields: all tables and texts together may be a few times as long as the bytes.
 *
 * @throws RangeError when something lies outside of the bytes, is nested too deep, or is too much
 */
export function checkSchema(schema: Table, bytes: number): void {
  let left = 4 * bytes;
  const take = (...texts: readonly string[]) => {
    left -= texts.reduce((length, text) => length + text.length, 1);
    if (left < 0) throw new RangeError("a schema that is longer than its bytes");
  };

  function checkPairs(owner: Table, field: number): void {
    for (const pair of owner.tables(field)) take(pair.text(KEY_VALUE.key), pair.text(KEY_VALUE.value));
  }

  function checkField(field: Table, depth: number): void {
    if (depth > DEEPEST) throw new RangeError("fields that are nested too deep");
    const type = field.table(FIELD.type);
    const kind = field.uint8(FIELD.typeKind);
    take(field.text(FIELD.name), kind === TIMESTAMP ? (type?.text(1) ?? "") : "");
    if (kind === UNION) type?.structs(1, 4);
    field.table(FIELD.dictionary)?.table(1)?.has(0);
    checkPairs(field, FIELD.metadata);
    for (const child of field.tables(FIELD.children)) checkField(child, depth + 1);
  }

  checkPairs(schema, SCHEMA.metadata);
  for (const field of schema.tables(SCHEMA.fields)) checkField(field, 0);
}
