import {
  Dictionary,
  Field,
  Float32,
  Int32,
  List,
  makeData,
  makeVector,
  Null,
  Schema,
  Table,
  tableToIPC,
  Utf8,
  Utf8View,
  vectorFromArray,
} from "apache-arrow";
import { describe, expect, test } from "vitest";
import { readArrow } from "../../src/arrow/read-arrow.ts";
import { ARROW_COLUMNS } from "../fixtures/arrow-columns.ts";

const { width, id, colour, vector, flag } = ARROW_COLUMNS;
const columns = {
  ...{ width, id, colour },
  note: vectorFromArray(["a", "bc", null], new Utf8()),
  ragged: vectorFromArray([[1, 2], [3], []], new List(new Field("item", new Float32()))),
  ...{ pair: vector, flag },
};
const { schema, batches } = new Table(columns);
const whole = new Table(new Schema(schema.fields, new Map([["made by", "a test"]])), batches);

async function refusalOf(bytes: Uint8Array): Promise<string> {
  return readArrow(bytes, { source: "x.arrow" }).then(
    () => "",
    ({ message }: Error) => message,
  );
}

describe.each(["file", "stream"] as const)("an Arrow %s of which a few bytes were changed", (format) => {
  const bytes = tableToIPC(whole, format);

  test("is read, or refused in one short line, and takes no time and no memory", async () => {
    expect(await refusalOf(bytes)).toBe("");
    const wrong: string[] = [];
    for (let at = 0; at < bytes.length; at += 3) {
      const changed = bytes.slice();
      changed[at] = [0, 1, 127, 255][at % 4]!;
      const message = await refusalOf(changed);
      if (!/^(readArrow: [^\n]{1,400})?$/.test(message)) wrong.push(`${at} = ${changed[at]}: ${message}`);
    }
    expect(wrong).toEqual([]);
  });

  test("is refused wherever it is cut off, but for a stream between two messages, where it may end", async () => {
    const startsMessage = (at: number) => bytes.subarray(at, at + 4).every((byte) => byte === 255);
    const kept: number[] = [];
    for (let length = 1; length < bytes.length; length += 7) {
      if (format === "stream" && startsMessage(length)) continue;
      if ((await refusalOf(bytes.slice(0, length))) === "") kept.push(length);
    }
    // The last eight bytes are the mark that ends a stream.
    expect(kept.filter((length) => length < bytes.length - 8)).toEqual([]);
  });
});

/** A column made as a writer who means harm makes it. */
const harmful = (column: ReturnType<typeof makeVector>) => tableToIPC(new Table({ a: column }), "file");
const values = vectorFromArray([1, 2, 3], new Float32()).data[0]!;
const item = new Field("item", new Float32());

test("a block that says it is of another kind is refused: the library would read it for ever", async () => {
  const bytes = tableToIPC(whole, "file");
  const kinds: string[] = [];
  // One of these bytes is the kind of the message of a batch.
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 3) continue;
    const message = await refusalOf(bytes.map((byte, index) => (index === at ? 0 : byte)));
    if (message.includes("no batch where one should be")) kinds.push(message);
  }
  expect(kinds.length).toBeGreaterThan(0);
});

test.each([
  ["more rows than it has bytes for", makeVector(makeData({ type: new Null(), length: 2 ** 30 })), "more cells than"],
  [
    "numbers that are not there",
    makeVector(makeData({ type: new Float32(), length: 100, data: Float32Array.of(1) })),
    "100 values where",
  ],
  [
    "a list that is longer than its values",
    makeVector(makeData({ type: new List(item), length: 1, valueOffsets: Int32Array.of(0, 2 ** 30), child: values })),
    "more cells than",
  ],
  [
    "lists that begin again and again",
    makeVector(makeData({ type: new List(item), length: 3, valueOffsets: Int32Array.of(0, 3, 0, 3), child: values })),
    "a part that ends before it begins",
  ],
  [
    "an entry that its dictionary lacks",
    makeVector(
      makeData({
        type: new Dictionary(new Utf8(), new Int32()),
        length: 1,
        data: Int32Array.of(7),
        dictionary: vectorFromArray(["red"], new Utf8()),
      }),
    ),
    "entry 7 of a dictionary of 1",
  ],
])("a file is refused for %s", async (_, column, problem) => {
  expect(await refusalOf(harmful(column as never))).toContain(`x.arrow is damaged, or no Arrow file (${problem}`);
});

test("a long list that a dictionary gives to every row is refused", async () => {
  const rows = 10_000;
  const dictionary = vectorFromArray([Array.from({ length: rows }, (_, at) => at)], new List(item));
  const type = new Dictionary(dictionary.type, new Int32());
  const column = makeVector(makeData({ type, length: rows, data: new Int32Array(rows), dictionary }));
  expect(await refusalOf(harmful(column as never))).toContain("more cells than");
});

test("texts as views are read", async () => {
  const words = ["a", "a text of more than twelve bytes", null];
  const bytes = tableToIPC(new Table({ a: vectorFromArray(words, new Utf8View()) }), "file");
  expect((await readArrow(bytes)).columns).toEqual([words]);
});
