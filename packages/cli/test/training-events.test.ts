import { expect, test } from "vitest";
import { reportTraining, type TrainingEvent } from "../src/training-events.ts";

test("reportTraining counts examples over all epochs, and passes an epoch's logs on", () => {
  const events: TrainingEvent[] = [];
  const { onTrainBegin, onBatchEnd, onEpochEnd } = reportTraining(3, (event) => events.push(event));
  onTrainBegin!({ epochs: 3, examples: 50 });
  onBatchEnd!(0, { size: 32 });
  onBatchEnd!(1, { size: 18 });
  onEpochEnd!(0, { loss: 0.5 });
  onBatchEnd!(0, { size: 32 });
  expect(events).toEqual([
    { kind: "begin", examples: 150 },
    { kind: "step", done: 32 },
    { kind: "step", done: 50 },
    { kind: "epoch", epoch: 0, logs: { loss: 0.5 } },
    { kind: "step", done: 82 },
  ]);
});
