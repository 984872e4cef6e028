import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { loadStudent, predictLogits } from "../src/index.ts";
import { dataset, expectSameLogits, model, raws, save } from "./fixtures/saved-student.ts";

const inside = useTemporaryDirectory();

test("a web server's student gives the same answers, without Node", async () => {
  await save(inside("student"));
  const server = createServer((request, response) => {
    try {
      response.end(readFileSync(inside("student", request.url!.replace("/some/", ""))));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const base = `http://localhost:${(server.address() as AddressInfo).port}`;
  const student = await loadStudent(`${base}/some`);
  expectSameLogits(await student.predictLogits(raws), await predictLogits(model, dataset));
  student.dispose();
  await expect(loadStudent(`${base}/other/`)).rejects.toThrow(
    `loadStudent: cannot fetch ${base}/other/student.json (404 Not Found)`,
  );
  const description = JSON.parse(readFileSync(inside("student", "student.json"), "utf8"));
  writeFileSync(inside("student", "student.json"), JSON.stringify({ ...description, fingerprint: "other" }));
  const before = tf.memory().numTensors;
  await expect(loadStudent(`${base}/some`)).rejects.toThrow(
    `loadStudent: ${base}/some/student.json must describe the model next to it, with fingerprint ${description.fingerprint}, got other`,
  );
  expect(tf.memory().numTensors).toBe(before);
  server.close();
});
