import { readArrowTable } from "@dark-knowledge/datasets/arrow";
import { Field, FixedSizeList, Float32, Float64, Table, tableToIPC, Utf8, vectorFromArray } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { arrowStreams } from "../../src/arrow/arrow-streams.ts";
import type { TeacherRequest } from "../../src/external-teacher.ts";
import { type HttpTeacherOptions, httpTeacher } from "../../src/http-teacher.ts";
import { type Behaviour, hang, json, reset, status, text, useFlakyServer } from "../fixtures/use-flaky-server.ts";

const server = useFlakyServer();
const TYPE = "application/vnd.apache.arrow.stream";

const streamOf = (rows: readonly (readonly number[] | null)[], name = "logits"): Uint8Array =>
  tableToIPC(
    new Table({ [name]: vectorFromArray(rows, new FixedSizeList(2, new Field("item", new Float32(), true))) }),
  );
const stream =
  (bytes: Uint8Array): Behaviour =>
  (response) =>
    void response.writeHead(200, { "content-type": TYPE }).end(bytes);
/** The logits of an example are its two features. */
const echo: Behaviour = async (response, _, __, bytes) => {
  const rows = (await readArrowTable(bytes!)).getChild("features")!;
  stream(streamOf(Array.from(rows, (row) => Array.from(row as Iterable<number>))))(response, _, __, bytes);
};
const batch = (size: number): TeacherRequest => ({
  ids: Int32Array.from({ length: size }, (_, index) => 10 + index),
  features: { values: Float32Array.from({ length: 2 * size }, (_, index) => index), shape: [size, 2] },
});
const teacherOf = (options: Partial<HttpTeacherOptions> = {}) =>
  httpTeacher({
    ...{ url: server.url(), classCount: 2, backoffMs: 1, timeoutMs: 5000, format: arrowStreams },
    ...options,
  });

describe("arrowStreams, as the format of httpTeacher", () => {
  test("sends record batches and reads them", async () => {
    server.does(echo);
    const answer = await teacherOf({ rowsPerRequest: 3 }).answer({ ...batch(5), raw: ["é", { a: 1 }, null, 4, "x"] });
    expect(answer).toMatchObject({ logits: batch(5).features.values });
    expect(server.seen.map(({ headers }) => [headers["content-type"], headers.accept])).toEqual([
      [TYPE, TYPE],
      [TYPE, TYPE],
    ]);
    const [first] = await Promise.all(server.seen.map(({ bytes }) => readArrowTable(bytes)));
    expect(first!.schema.fields.map(({ name, type }) => `${name}: ${type}`)).toEqual([
      "ids: Int32",
      "features: FixedSizeList[2]<Float32>",
      "raw: Utf8",
    ]);
    expect(first!.schema.fields[1]!.metadata).toEqual(
      new Map([
        ["ARROW:extension:name", "arrow.fixed_shape_tensor"],
        ["ARROW:extension:metadata", '{"shape":[2]}'],
      ]),
    );
    expect([...first!.getChild("ids")!]).toEqual([10, 11, 12]);
    expect([...first!.getChild("raw")!]).toEqual(['"é"', '{"a":1}', "null"]);
  });

  test("gets through whatever goes wrong for a while, also streams that are cut, empty or changed", async () => {
    const right = streamOf([[0, 1]]);
    const changed = Uint8Array.from(right, (byte, index) => (index === 60 ? 255 : byte));
    const wrongs: Behaviour[] = [
      ...[status(503), hang, reset, text("<html>"), text(""), json({ logits: [[0, 1]] })],
      ...[right.subarray(0, right.length >> 1), changed, streamOf([]), streamOf([[0, Number.NaN]])].map(stream),
      ...[
        streamOf([[0, 1]], "other"),
        streamOf([
          [0, 1],
          [2, 3],
        ]),
      ].map(stream),
    ];
    server.does(...wrongs, echo);
    const teacher = teacherOf({ retries: wrongs.length, timeoutMs: 1000, longestWaitMs: 2 });
    expect(await teacher.answer(batch(1))).toMatchObject({ logits: Float32Array.of(0, 1) });
    expect(teacher.usage).toEqual({ requests: wrongs.length + 1, retries: wrongs.length, cost: 0 });
  });

  test("says in one line what a service answers that cannot be read", async () => {
    server.does(stream(streamOf([[0, 1]]).subarray(0, 100)));
    await expect(teacherOf({ retries: 0 }).answer(batch(1))).rejects.toThrow(
      /^httpTeacher: \S+ answered with what cannot be read \(readArrowTable: the stream is damaged, or no Arrow \(.+\)\)$/,
    );
    server.does(stream(tableToIPC(new Table({ logits: vectorFromArray(["a"], new Utf8()) }))));
    await expect(teacherOf({ retries: 0 }).answer(batch(1))).rejects.toThrow(
      / answered with what cannot be read \(the stream has Utf8 in the column "logits"; it must be numbers or lists\)$/,
    );
  });

  test("has columns renamed by response, and null for an example without an answer", async () => {
    server.does(stream(streamOf([null, [0.25, 0.75]], "p")));
    const response: HttpTeacherOptions["response"] = (columns) => {
      const { p, unanswered } = columns as { p: number[][]; unanswered: boolean[] };
      return { probs: p, unanswered };
    };
    const { logits } = (await teacherOf({ response }).answer(batch(2))) as { logits: Float32Array };
    expect(Array.from(logits.slice(0, 2))).toEqual([NaN, NaN]);
    expect(logits.slice(2)).toBeAllClose([Math.log(0.25), Math.log(0.75)]);
  });

  test("has numbers in lists or, of one output, in a plain column, where null is an example without an answer", async () => {
    const numbers = { task: "numbers", retries: 0 } as const;
    server.does(stream(streamOf([null, [300, -1]], "numbers")));
    expect(await teacherOf(numbers).answer(batch(2))).toMatchObject({
      numbers: Float32Array.of(NaN, NaN, 300, -1),
      unanswered: Uint8Array.of(1, 0),
    });
    const plain = (values: (number | null)[]) =>
      stream(tableToIPC(new Table({ numbers: vectorFromArray(values, new Float64()) })));
    server.does(plain([7, null, 9]));
    expect(await teacherOf({ ...numbers, classCount: 1 }).answer(batch(3))).toMatchObject({
      numbers: Float32Array.of(7, NaN, 9),
      unanswered: Uint8Array.of(0, 1, 0),
    });
    server.does(plain([7, 8]));
    expect(await teacherOf({ ...numbers, classCount: 1 }).answer(batch(2))).toEqual({
      numbers: Float32Array.of(7, 8),
      givenAs: { kind: "numbers", temperature: 1 },
    });
  });

  test("refuses request, and a format that is none", () => {
    expect(() => teacherOf({ request: () => ({}) })).toThrow(
      "httpTeacher: request must be left out with a format, which writes requests itself, got a function",
    );
    expect(() => teacherOf({ format: { contentType: TYPE } as never })).toThrow("httpTeacher: format.encode must be");
  });
});
