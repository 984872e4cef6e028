import { expect, test } from "vitest";
import { reportTraining, type TrainingEvent } from "../../src/nets/training-event.ts";

test("reportTraining counts examples over all epochs, and passes an epoch's logs on", () => {
  const events: TrainingEvent[] = [];
  const { onTrainBegin, onBatchEnd, onEpochEnd } = reportTraining(3, (event) => events.push(event));
  onTrainBegin!({ epochs: 3, examples: 50 });
  onBatchEnd!(0, { size: 32 });
  onBatchEnd!(1, { size: 18 });
  onEpochEnd!(0, { loss: 0.5 });
  onBatchEnd!(0, { size: 32 });
  expect(events).toEqual([
    { kind: "begin", total: 150 },
    { kind: "step", done: 32 },
    { kind: "step", done: 50 },
    { kind: "epoch", epoch: 1, epochs: 3, done: 50, logs: { loss: 0.5 } },
    { kind: "step", done: 82 },
  ]);
});

test("reportTraining knows where a training is that was resumed in the middle", () => {
  const events: TrainingEvent[] = [];
  const { onTrainBegin, onBatchEnd, onEpochEnd } = reportTraining(3, (event) => events.push(event));
  onTrainBegin!({ epochs: 3, examples: 50 });
  onBatchEnd!(1, { size: 18 });
  onEpochEnd!(1, { loss: 0.5 });
  expect(events.at(-1)).toMatchObject({ kind: "epoch", epoch: 2, done: 100 });
});
