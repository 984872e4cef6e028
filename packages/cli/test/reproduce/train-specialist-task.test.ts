import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, trainClassifier } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { loadSpecialistsData } from "../../src/reproduce/load-specialists-data.ts";
import { resolveSpecialistsSpec } from "../../src/reproduce/specialists-spec.ts";
import { run, type SpecialistTask } from "../../src/reproduce/train-specialist-task.ts";
import type { TrainingEvent } from "../../src/training-events.ts";

const inside = useTemporaryDirectory();

async function tinyTask(over: Partial<SpecialistTask> = {}): Promise<SpecialistTask> {
  await selectBackend({ prefer: ["wasm"] });
  const spec = resolveSpecialistsSpec({
    dataset: "generated",
    trainSize: 600,
    validationSize: 200,
    specialists: { epochs: 2 },
  });
  const data = await loadSpecialistsData(spec, { environment: {} });
  const model = createMlp({ exampleShape: [24], hiddenUnits: [6], classCount: 12, seed: 1 });
  await trainClassifier(model, data.training, { epochs: 2, seed: 1 });
  await saveModel(model, inside("generalist"), { overwrite: true });
  model.dispose();
  return {
    ...{ generalist: inside("generalist"), classes: Int32Array.of(0, 4, 8), softmax: "dustbin", seed: 5, spec, data },
    ...{ asked: ["test"], backend: "wasm" },
    ...over,
  };
}

test.each(["dustbin", "full"] as const)(
  "run trains a specialist (%s), answers what it is asked, and leaves no tensor",
  async (softmax) => {
    const task = await tinyTask({ softmax, asked: ["validation", "test"] });
    const before = tf.memory().numTensors;
    const events: TrainingEvent[] = [];
    const result = await run(task, (event) => events.push(event));
    expect(tf.memory().numTensors).toBe(before);
    expect(result).toMatchObject({ classes: task.classes, epochs: 2, seconds: expect.any(Number) });
    expect(events[0]).toMatchObject({ kind: "begin", examples: result.seen });
    expect(events.filter(({ kind }) => kind === "epoch")).toHaveLength(2);
    expect(Object.keys(result.probs)).toEqual(["validation", "test"]);
    const { rows, columns, data } = result.probs.test!;
    expect([rows, columns]).toEqual([1500, 4]);
    for (let row = 0; row < rows; row++) {
      expect(data.subarray(4 * row, 4 * row + 4).reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
    }
    expect((await run(task, () => {})).probs).toEqual(result.probs);
  },
);

test("run stops when it is aborted, and leaves no tensor", async () => {
  const task = await tinyTask();
  const before = tf.memory().numTensors;
  const controller = new AbortController();
  const stopped = run(task, () => controller.abort(new Error("enough")), controller.signal);
  await expect(stopped).rejects.toThrow("enough");
  expect(tf.memory().numTensors).toBe(before);
});
