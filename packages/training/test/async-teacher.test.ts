import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createMlp,
  type DistillOptions,
  distill,
  evaluate,
  fidelity,
  fingerprintWeights,
  predictLogits,
  type Teacher,
  type TeacherContext,
  trainClassifier,
} from "../src/index.ts";
import { recordSoftTargets } from "../src/node/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS: DistillOptions = { temperature: 3, epochs: 2, seed: 1, batchSize: 8 };
const atOnce = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);

// A teacher behind a socket, with the features and the logits as JSON.
const server = createServer((request, response) => {
  let text = "";
  request.on("data", (chunk) => {
    text += chunk;
  });
  request.on("end", () => {
    const rows = JSON.parse(text) as number[][];
    // As the two-class teacher above, in float32.
    const answers = rows.map(([a, b, c, d]) => [Math.fround(a! + b!) * 2, Math.fround(c! + d!) * 2]);
    response.end(JSON.stringify(answers));
  });
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const overHttp = async (features: tf.Tensor) => {
  const rows = tf.reshape(features, [features.shape[0]!, -1]);
  const body = JSON.stringify(await rows.array());
  rows.dispose();
  const response = await fetch(url, { method: "POST", body });
  return tf.tensor2d((await response.json()) as number[][]);
};

async function weightsAfter(teacher: Teacher, options: Partial<DistillOptions> = {}): Promise<string> {
  const student = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed: 7 });
  try {
    await distill(student, teacher, dataset, { ...OPTIONS, ...options });
    return await fingerprintWeights(student.getWeights());
  } finally {
    student.dispose();
  }
}

describe("a teacher that gives a promise", () => {
  test("teaches the same as one that answers at once, with jitter too, and leaves no tensor", async () => {
    for (const options of [{}, { jitter: 1 }]) {
      const expected = await weightsAfter(atOnce, options);
      const before = tf.memory().numTensors;
      expect(await weightsAfter(overHttp, options)).toBe(expected);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

  test("is asked for the next batch while the student learns, one batch at a time", async () => {
    const events: string[] = [];
    let [asked, open] = [0, 0];
    const teacher = async (features: tf.Tensor, { ids, training }: TeacherContext) => {
      const batch = asked++;
      expect([++open, ids.length, training]).toEqual([1, 8, false]);
      events.push(`asked ${batch}`);
      const logits = await overHttp(features);
      open--;
      return logits;
    };
    const onBatchEnd = (batch: number) => void events.push(`learned ${batch}`);
    await weightsAfter(teacher, { epochs: 1, jitter: 1, callbacks: { onBatchEnd } });
    expect(events).toEqual([
      ...["asked 0", "asked 1"],
      ...["learned 0", "asked 2", "learned 1", "asked 3", "learned 2", "asked 4", "learned 3", "learned 4"],
    ]);
  });

  test("answers evaluate, fidelity, predictLogits and recordSoftTargets", async () => {
    expect((await predictLogits(overHttp, dataset)).data).toEqual((await predictLogits(atOnce, dataset)).data);
    expect(await evaluate(overHttp, dataset)).toEqual(await evaluate(atOnce, dataset));
    expect(await fidelity(atOnce, overHttp, dataset)).toMatchObject({ agreement: 1, kl: 0 });
    const directory = mkdtempSync(`${tmpdir()}/answers-`);
    await recordSoftTargets(overHttp, dataset, directory, { teacherFingerprint: "a service" });
    const softTargets = await openSoftTargets(directory);
    expect(await softTargets.read(Int32Array.of(3, 4), 0)).toMatchObject({
      logits: (await predictLogits(atOnce, dataset)).data.slice(6, 10),
    });
    await softTargets.close();
    rmSync(directory, { recursive: true });
  });

  test("keeps its features until it has answered, and hears of the signal", async () => {
    const signal = { aborted: false };
    const teacher = async (features: tf.Tensor, context: TeacherContext) => {
      expect(context.signal).toBe(signal);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return atOnce(features);
    };
    expect((await predictLogits(teacher, dataset, { signal })).data).toEqual(
      (await predictLogits(atOnce, dataset)).data,
    );
  });

  test("that fails while the student learns fails when its batch comes, and the student keeps what it learned", async () => {
    const student = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed: 7 });
    let asked = 0;
    const failing = async (features: tf.Tensor) => {
      if (asked++ === 3) throw new Error("503");
      return overHttp(features);
    };
    let learned = 0;
    const callbacks = { onBatchEnd: () => void learned++ };
    const before = tf.memory().numTensors;
    await expect(distill(student, failing, dataset, { ...OPTIONS, jitter: 1, callbacks })).rejects.toThrow("503");
    expect(learned).toBe(3);
    expect(tf.memory().numTensors).toBe(before);
    student.dispose();
  });

  test("must give a tensor of the right shape, and cannot be trained", async () => {
    await expect(predictLogits((async () => [1, 2]) as never, dataset)).rejects.toThrow(
      "predictLogits: classifier must give a tensor of logits, got an array of length 2",
    );
    await expect(predictLogits(async () => tf.zeros([3]), dataset)).rejects.toThrow(
      "predictLogits: classifier must give logits of shape [40, 2] (examples and classes of the dataset), got [3]",
    );
    const variable = tf.variable(tf.zeros([2]));
    const run = trainClassifier(overHttp as never, dataset, { epochs: 1, seed: 1, variables: [variable] });
    await expect(run).rejects.toThrow(
      "trainClassifier: classifier must give its logits at once to be trained, got a promise",
    );
    variable.dispose();
  });
});

test("a teacher that answers at once may keep a tensor that it gives, and what else it makes is disposed of", async () => {
  const kept = tf.zeros([40, 2]);
  const before = tf.memory().numTensors;
  const constant = (features: tf.Tensor) => {
    tf.square(features);
    return kept;
  };
  await predictLogits(constant, dataset);
  expect(kept.isDisposed).toBe(false);
  expect(tf.memory().numTensors).toBe(before);
  kept.dispose();
});
