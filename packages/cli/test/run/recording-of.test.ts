import { generatedDigits } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, predictLogits } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import { expect, test } from "vitest";
import { recordingOf } from "../../src/run/recording-of.ts";

const inside = useTemporaryDirectory();
const { signal } = new AbortController();

test("recordingOf records a saved model", async () => {
  const { train } = generatedDigits({ trainSize: 20, testSize: 0, seed: 1 });
  const model = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [4], classCount: 10, seed: 1 });
  await saveModel(model, inside("model"));
  const recording = await recordingOf(inside("model"), train, {}, signal);
  expect(recording.usage()).toBeUndefined();
  expect(await recording.record(train, inside("answers"), {})).toMatchObject({ answers: 20, recorded: 20 });
  await recording.close();
  await expect(recordingOf(inside("answers"), train, {}, signal)).rejects.toThrow(
    `--teacher ${inside("answers")} holds soft targets: these are answers already, which distill --teacher takes`,
  );
  const store = await openSoftTargets(inside("answers"));
  const { logits } = await store.read(train.rows);
  await store.close();
  expect(logits).toBeAllClose((await predictLogits(model, train)).data, { rtol: 1e-6 });
  model.dispose();
});
