import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCompiledStudent } from "../../src/compiled/load-compiled-student.ts";
import { predictLogits } from "../../src/index.ts";
import { dataset, expectSameLogits, model, raws, save } from "../fixtures/saved-student.ts";

const inside = useTemporaryDirectory();
let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    try {
      response.end(readFileSync(inside("student", request.url!.slice(1))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  base = `http://localhost:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test("a web server's student gives the same answers, without TensorFlow.js", async () => {
  await save(inside("student"));
  const student = await loadCompiledStudent(base);
  expectSameLogits(await student.predictLogits(raws), await predictLogits(model, dataset));
  student.dispose();
});

test("files that are missing, damaged or of another model are named", async () => {
  await save(inside("student"), { weights: "float16" });
  await expect(loadCompiledStudent(`${base}/other/`)).rejects.toThrow(
    `loadCompiledStudent: cannot fetch ${base}/other/student.json (404 Not Found)`,
  );
  const weights = readFileSync(inside("student", "weights.bin"));
  writeFileSync(inside("student", "weights.bin"), weights.subarray(1));
  await expect(loadCompiledStudent(base)).rejects.toThrow(
    /^loadCompiledStudent: \S+\/model\.json and its weights are damaged \(artifacts\.weightData must .+\); copy the student again$/,
  );
  writeFileSync(inside("student", "weights.bin"), weights);
  const text = readFileSync(inside("student", "student.json"), "utf8");
  const { fingerprint } = JSON.parse(text);
  writeFileSync(inside("student", "student.json"), text.replace(fingerprint, "other"));
  await expect(loadCompiledStudent(base)).rejects.toThrow(
    `loadCompiledStudent: ${base}/student.json must describe the model next to it, with fingerprint ${fingerprint}, got other`,
  );
  writeFileSync(inside("student", "model.json"), "{}");
  await expect(loadCompiledStudent(base)).rejects.toThrow(
    `${base}/model.json and its weights are damaged (json.modelTopology must be an object, got undefined)`,
  );
  writeFileSync(inside("student", "model.json"), "{");
  await expect(loadCompiledStudent(base)).rejects.toThrow(`loadCompiledStudent: ${base}/model.json is not JSON`);
});
