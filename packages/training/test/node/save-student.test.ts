import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { generatedDigits } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { createMlp, loadStudent as fetchStudent, fingerprintWeights, predictLogits } from "../../src/index.ts";
import { loadStudent, saveModel, saveStudent } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const { train: dataset } = generatedDigits({ trainSize: 12, testSize: 0, seed: 1 });
const create = (seed = 1) => createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [4], classCount: 10, seed });
const model = create();
const raws = Array.from(dataset.rows, (row) => dataset.columns.features!.values.subarray(784 * row, 784 * (row + 1)));
const file = () => inside("student", "student.json");

async function save(over: object = {}): Promise<void> {
  await saveStudent(model, inside("student"), { dataset, overwrite: true, ...over });
}

describe("saveStudent and loadStudent", () => {
  test("give back what was saved, and the answers of the model", async () => {
    await save({ teacherFingerprint: "abc", temperature: 4, versions: { mine: "1" } });
    expect(readdirSync(inside("student")).sort()).toEqual(["model.json", "student.json", "weights.bin"]);
    const student = await loadStudent(inside("student"));
    expect(student.description).toMatchObject({
      ...{ version: 1, task: "classes", teacherFingerprint: "abc", temperature: 4, versions: { mine: "1" } },
      classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
      fingerprint: await fingerprintWeights(model.weights.map((weight) => weight.read())),
    });
    expect(await student.predictLogits(raws)).toEqual(await predictLogits(model, dataset));
    student.dispose();
  });

  test("replace a student by another, and a model that is saved there takes the description away", async () => {
    await save();
    await expect(save({ overwrite: false })).rejects.toThrow(/^saveStudent: .* exists already/);
    const other = create(2);
    await saveStudent(other, inside("student"), { dataset, overwrite: true });
    const student = await loadStudent(inside("student"));
    expect(await student.predictLogits(raws)).toEqual(await predictLogits(other, dataset));
    await saveModel(other, inside("student"), { overwrite: true });
    expect(readdirSync(inside("student"))).not.toContain("student.json");
    student.dispose();
    other.dispose();
  });

  test("a model that does not fit is refused before anything is written", async () => {
    const narrow = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [], classCount: 3, seed: 1 });
    await expect(saveStudent(narrow, inside("student"), { dataset })).rejects.toThrow("must give 10 logits");
    expect(readdirSync(inside())).toEqual([]);
    narrow.dispose();
  });

  test.each([
    ["not JSON", "is not JSON"],
    ["[]", "describes no student"],
    ['{"version":2}', "must be of version 1, got 2; update @dark-knowledge/training"],
    ['{"version":1,"task":"numbers"}', 'must have the task "classes", got "numbers"'],
    ['{"version":1,"task":"classes","classNames":["a"]}', "must have at least two classNames"],
    ['{"version":1,"task":"classes","classNames":["a","b"],"inputs":{}}', "must have one column of inputs"],
  ])("a student.json of %s is refused in one line", async (text, problem) => {
    await save();
    writeFileSync(file(), text);
    const before = tf.memory().numTensors;
    const message = await loadStudent(inside("student")).catch((error: Error) => error.message);
    expect(message).toContain(`loadStudent: ${file()} ${problem}`);
    expect(message).not.toContain("\n");
    expect(tf.memory().numTensors).toBe(before);
  });

  test("a student.json of another model is refused, and one that is not there", async () => {
    await save();
    const description = JSON.parse(readFileSync(file(), "utf8"));
    writeFileSync(file(), JSON.stringify({ ...description, fingerprint: "other" }));
    const before = tf.memory().numTensors;
    await expect(loadStudent(inside("student"))).rejects.toThrow(
      "must describe the model next to it, with fingerprint",
    );
    expect(tf.memory().numTensors).toBe(before);
    await expect(loadStudent(inside("none"))).rejects.toThrow(/^loadStudent: cannot read .*student.json \(ENOENT\)$/);
  });

  test("a web server's student gives the same answers, without Node", async () => {
    await save();
    const server = createServer((request, response) => {
      try {
        response.end(readFileSync(inside("student", request.url!.replace("/some/", ""))));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const base = `http://localhost:${(server.address() as AddressInfo).port}`;
    const student = await fetchStudent(`${base}/some`);
    expect(await student.predictLogits(raws)).toEqual(await predictLogits(model, dataset));
    student.dispose();
    await expect(fetchStudent(`${base}/other/`)).rejects.toThrow(
      `loadStudent: cannot fetch ${base}/other/student.json (404 Not Found)`,
    );
    server.close();
  });
});
