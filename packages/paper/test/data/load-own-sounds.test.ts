import { batches, classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import { logMel } from "@dark-knowledge/speech";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createRnn, predictLogits } from "@dark-knowledge/training";
import { loadExamples, loadStudent, saveStudent } from "@dark-knowledge/training/node";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { loadOwnData } from "../../src/data/load-own-data.ts";
import { SOURCE_KINDS } from "../../src/data/source-kinds.ts";
import { writeWav } from "../fixtures/write-wav.ts";

const inside = useTemporaryDirectory();
const RATE = 8000;
const tone = (hertz: number, length: number) =>
  Int16Array.from({ length }, (_, time) => 9000 * Math.sin((2 * Math.PI * hertz * time) / RATE));

const write = (path: string, samples: Int16Array, rate = RATE) => writeWav(inside(path), samples, rate);

test("recordings become standardised log mel frames, and a student takes raw ones", async () => {
  for (let index = 0; index < 10; index++) {
    write(`clips/low/${index}.wav`, tone(300 + index, 600 + 100 * index));
    write(`clips/high/${index}.wav`, tone(2000 + index, 500 + 100 * index));
  }
  write("clips/low/9.wav", tone(155, 3000), 2 * RATE);
  const { training, test: held, facts } = await loadOwnData({ path: inside("clips") }, { validationSize: 0 });
  expect([training, held].map(datasetSize)).toEqual([16, 4]);
  expect(classNamesOf(training)).toEqual(["high", "low"]);
  expect(facts![0]).toBe(
    `${inside("clips")}: 20 recordings of 2 classes, 8000 samples a second, 11 frames of 40 each on average`,
  );
  expect(facts![1]).toBe("low/9.wav: resampled from 16000 to 8000 samples a second");
  const [batch] = batches(training, { batchSize: 16, order: "stored" });
  const { lengths } = batch!.inputs.sound!;
  const values = batch!.inputs.sound!.values as Float32Array;
  const count = lengths!.reduce((sum, length) => sum + length, 0);
  expect(Math.abs(values.reduce((sum, value) => sum + value, 0)) / count).toBeLessThan(1e-4);
  expect(values.reduce((sum, value) => sum + value * value, 0) / count).toBeCloseTo(40, 1);

  const model = createRnn({ cell: "gru", recurrentUnits: [3], featureCount: 40, classCount: 2, seed: 1 });
  await saveStudent(model, inside("student"), { dataset: training });
  const student = await loadStudent(inside("student"), { kinds: SOURCE_KINDS });
  const raw = { sampleRate: RATE, samples: Float32Array.from(tone(2003, 800), (sample) => sample / 2 ** 15) };
  expect(logMel(raw.samples, { sampleRate: RATE }).rows).toBe(8);
  const [alone] = [(await student.predictLogits([raw])).data];
  const all = await loadExamples(student.description, inside("clips"), { kinds: SOURCE_KINDS });
  const at = all.names.indexOf("high/3.wav");
  const { data } = await predictLogits(model, all.dataset);
  expect(data.subarray(2 * at, 2 * at + 2)).toBeAllClose(alone, { rtol: 1e-5, atol: 1e-6 });
  const one = await loadExamples(student.description, inside("clips", "high", "3.wav"), { kinds: SOURCE_KINDS });
  expect((await student.predictLogits(one.dataset)).data).toBeAllClose(alone, { rtol: 1e-6 });
  expect(all.dataset.targets).toMatchObject({ kind: "classes", classNames: ["high", "low"] });
  const remark = `${inside("clips", "low", "9.wav")}: resampled from 16000 to 8000 samples a second`;
  expect([all.remarks, one.remarks]).toEqual([[remark], []]);
  const other = await loadExamples(student.description, inside("clips", "low", "9.wav"), { kinds: SOURCE_KINDS });
  expect(other.remarks).toEqual([remark]);
  student.dispose();
  model.dispose();

  write("held/high/1.wav", tone(2000, 600));
  write("held/low/1.wav", tone(300, 1200), 2 * RATE);
  const own = await loadOwnData({ path: inside("clips"), test: inside("held") }, { validationSize: 0 });
  expect(own.facts!.slice(1, 3)).toEqual([
    "low/9.wav: resampled from 16000 to 8000 samples a second",
    `${inside("held", "low", "1.wav")}: resampled from 16000 to 8000 samples a second`,
  ]);

  write("others/high/1.wav", tone(2000, 600));
  write("others/hum/1.wav", tone(50, 600));
  const spec = { path: inside("clips"), test: inside("others") };
  await expect(loadOwnData(spec, {})).rejects.toThrow(
    'must have folders of the student\'s classes (high, low), got "hum"',
  );
  await expect(loadOwnData({ path: inside("clips", "low") }, {})).rejects.toThrow(
    "spec: data.path must have a folder of recordings for each of at least two classes",
  );
});
