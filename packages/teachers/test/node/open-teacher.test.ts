import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createDataset } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { predictLogits } from "@dark-knowledge/training";
import { expect, test } from "vitest";
import { collectAnswers } from "../../src/collect-answers.ts";
import { openTeacher, teacherKindOf } from "../../src/node/open-teacher.ts";
import { toTeacherFunction } from "../../src/tfjs/to-teacher-function.ts";
import { writeOnnx } from "../fixtures/write-onnx.ts";

const inside = useTemporaryDirectory();
const { signal } = new AbortController();
const dataset = createDataset({
  features: Float32Array.of(1, 2, 3, 4),
  labels: Int32Array.of(-1, -1),
  exampleShape: [2],
  classNames: ["left", "right"],
});

async function logitsAndName(name: string) {
  const { teacher, fingerprint, usage, close } = await openTeacher(name, { classCount: 2, signal });
  const { data } = await predictLogits(toTeacherFunction(teacher, dataset), dataset);
  await close();
  return [Array.from(data), fingerprint, usage()];
}

test.each([
  ["cmd: python3 teacher.py", "command"],
  ["http://127.0.0.1/ask", "service"],
  ["https://a.example/x.onnx", "service"],
  ["models/big.onnx", "onnx"],
  ["models/big", undefined],
  ["mlp:800", undefined],
])("teacherKindOf(%j) is %s", (name, kind) => {
  expect(teacherKindOf(name)).toBe(kind);
});

test("openTeacher refuses other names, and says which there are", async () => {
  await expect(openTeacher("teacher.py", { classCount: 2 })).rejects.toThrow(
    'openTeacher: name must be "cmd: COMMAND", an http(s) address or a path that ends in .onnx, got "teacher.py"',
  );
  await expect(openTeacher("http://", { classCount: 2 })).rejects.toThrow("httpTeacher: url must be an http or https");
});

test("openTeacher starts a command", async () => {
  const file = fileURLToPath(new URL("fixtures/teacher.mjs", import.meta.url));
  // It names itself.
  expect(await logitsAndName(`cmd: "${process.execPath}" "${file}"`)).toEqual([[1, 2, 3, 4], "two", undefined]);
  await expect(openTeacher("cmd: ", { classCount: 2 })).rejects.toThrow(
    "openTeacher: name must have a command after cmd:, such as cmd: python3 teacher.py, got cmd:",
  );
});

test("openTeacher asks a service, and names it without its query", async () => {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => response.end(JSON.stringify({ logits: JSON.parse(body).features })));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`;
  expect(await logitsAndName(`${url}?key=secret`)).toEqual([[1, 2, 3, 4], url, { requests: 1, retries: 0, cost: 0 }]);
  server.closeAllConnections();
  server.close();
});

test("openTeacher asks a service for numbers, or for several classes, as its task says", async () => {
  const server = createServer((request, response) => {
    request.resume();
    const answer = request.url === "/numbers" ? { numbers: [100, 7, 300, 8] } : { probs: [0.5, 0.5, 0.75, 0.75] };
    request.on("end", () => response.end(JSON.stringify(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const columns = { x: { values: Float32Array.of(1, 2), shape: [1] } };
  const houses = createDataset({
    columns,
    targets: { kind: "numbers", names: ["price", "age"], values: new Float32Array(4) },
  });
  const tags = createDataset({
    columns,
    targets: { kind: "several-classes", classNames: ["a", "b"], labels: new Int8Array(4) },
  });
  const forest = await openTeacher(`${url}/numbers`, { classCount: 2, task: "numbers", service: { retries: 0 } });
  expect(Array.from((await collectAnswers(forest.teacher, houses)).logits.data)).toEqual([100, 7, 300, 8]);
  const tagger = await openTeacher(`${url}/probs`, { classCount: 2, task: "several-classes" });
  expect((await collectAnswers(tagger.teacher, tags)).logits.data).toBeAllClose([0, 0, Math.log(3), Math.log(3)]);
  await expect(openTeacher(url, { classCount: 2, task: "regression" as never })).rejects.toThrow(
    'openTeacher: task must be one of "classes", "several-classes", "numbers", got "regression"',
  );
  server.closeAllConnections();
  server.close();
});

test("openTeacher runs an ONNX file of numbers, or one whose sigmoids are of several classes", async () => {
  const modelOf = (type: string) =>
    writeOnnx({
      inputs: [{ name: "x", shape: ["n", 2] }],
      outputs: [{ name: "y", shape: ["n", 2] }],
      nodes: [{ type, inputs: ["x"], outputs: ["y"] }],
    });
  writeFileSync(inside("negative.onnx"), modelOf("Neg"));
  writeFileSync(inside("sigmoid.onnx"), modelOf("Sigmoid"));
  const columns = { x: { values: Float32Array.of(1, 2, 3, 4), shape: [2] } };
  const names = ["a", "b"];
  const numbers = createDataset({ columns, targets: { kind: "numbers", names, values: new Float32Array(4) } });
  const labels = new Int8Array(4);
  const tags = createDataset({ columns, targets: { kind: "several-classes", classNames: names, labels } });
  const regressor = await openTeacher(inside("negative.onnx"), { classCount: 2, task: "numbers" });
  expect(Array.from((await collectAnswers(regressor.teacher, numbers)).logits.data)).toEqual([-1, -2, -3, -4]);
  await regressor.close();
  const tagger = await openTeacher(inside("sigmoid.onnx"), { classCount: 2, task: "several-classes" });
  expect(Array.from((await collectAnswers(tagger.teacher, tags)).logits.data)).toEqual([1, 2, 3, 4]);
  await tagger.close();
});

test("openTeacher runs an ONNX file, and names it by its bytes", async () => {
  // y = Identity(x), field by field as onnx.proto numbers them; x and y are float32 [n, 2].
  const text = (value: string) => [value.length, ...Buffer.from(value)];
  const field = (number: number, bytes: number[]) => [number * 8 + 2, bytes.length, ...bytes];
  const value = (name: string) => [
    ...[10, ...text(name)],
    ...field(2, field(1, [8, 1, ...field(2, [...field(1, [18, ...text("n")]), ...field(1, [8, 2])])])),
  ];
  const node = [10, ...text("x"), 18, ...text("y"), 34, ...text("Identity")];
  const graph = [...field(1, node), 18, ...text("g"), ...field(11, value("x")), ...field(12, value("y"))];
  writeFileSync(inside("identity.onnx"), Uint8Array.from([8, 8, ...field(7, graph), ...field(8, [10, 0, 16, 17])]));
  expect(await logitsAndName(inside("identity.onnx"))).toEqual([
    [1, 2, 3, 4],
    expect.stringMatching(/^[0-9a-f]{64}$/),
    undefined,
  ]);
});
