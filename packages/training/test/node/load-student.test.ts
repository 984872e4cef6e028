import { readFileSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { loadStudent } from "../../src/node/index.ts";
import { save } from "../fixtures/saved-student.ts";

const inside = useTemporaryDirectory();
const file = () => inside("student", "student.json");

describe("loadStudent", () => {
  test.each([
    ["not JSON", "is not JSON"],
    ["[]", "describes no student"],
    ['{"version":2}', "must be of version 1, got 2; update @dark-knowledge/training"],
    ['{"version":1,"task":"sums"}', 'must have the task "classes", "several-classes" or "numbers", got "sums"'],
    ['{"version":1,"task":"several-classes","classNames":[]}', "must have at least one of classNames"],
    ['{"version":1,"task":"numbers","classNames":[]}', "must have outputs with names"],
    ['{"version":1,"task":"classes","classNames":["a"]}', "must have at least two classNames"],
    ['{"version":1,"task":"classes","classNames":["a","b"],"inputs":{}}', "must have columns of inputs"],
  ])("a student.json of %s is refused in one line", async (text, problem) => {
    await save(inside("student"));
    writeFileSync(file(), text);
    const before = tf.memory().numTensors;
    const message = await loadStudent(inside("student")).catch((error: Error) => error.message);
    expect(message).toContain(`loadStudent: ${file()} ${problem}`);
    expect(message).not.toContain("\n");
    expect(tf.memory().numTensors).toBe(before);
  });

  test("a student.json of another model is refused, and one that is not there", async () => {
    await save(inside("student"));
    const description = JSON.parse(readFileSync(file(), "utf8"));
    writeFileSync(file(), JSON.stringify({ ...description, fingerprint: "other" }));
    const before = tf.memory().numTensors;
    await expect(loadStudent(inside("student"))).rejects.toThrow(
      "must describe the model next to it, with fingerprint",
    );
    expect(tf.memory().numTensors).toBe(before);
    await expect(loadStudent(inside("none"))).rejects.toThrow(/^loadStudent: cannot read .*student.json \(ENOENT\)$/);
  });
});
