import { expect, test } from "vitest";
import { loadMnistData } from "../../src/mnist/load-mnist-data.ts";
import { mnistRecord } from "../../src/mnist/mnist-record.ts";
import { planMnist } from "../../src/mnist/plan-mnist.ts";
import { resolveMnistSpec } from "../../src/mnist/resolve-mnist-spec.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

test("each net that was trained is in the record, recorded answers are not, and roles do not hang on names", async () => {
  const students = TINY_MNIST.students.map((one) => ({ ...one, name: one.name.replace("hard", "baseline") }));
  const spec = resolveMnistSpec({ ...TINY_MNIST, students, holdOut: 50 });
  const { stages } = planMnist(spec);
  const outcomes = new Map(
    stages
      .filter(({ name }) => !name.startsWith("answers-") && name !== "patient-2")
      .map(({ name }) => [
        name,
        { result: { figures: { errors: 1 }, confusion: [], exampleLogits: [] }, environment: {} },
      ]),
  );
  const record = await mnistRecord({
    ...{ spec, data: await loadMnistData(spec, dataSource()), outcomes, failures: new Map() },
    ...{ directoryOf: (stage: string) => stage, backend: "wasm 4", versions: {} },
  });
  expect(record).not.toHaveProperty("failures");
  expect(record.nets).toHaveLength(2 + 2 + 18 - 1);
  expect(record.nets.filter(({ name }) => name === "patient")).toHaveLength(2);
  expect(record.dataset).toMatchObject({ isHeldOut: true, sizes: { training: 150, test: 50 } });
  const net = (name: string) => record.nets.find((one) => one.name === name)!;
  expect(net("baseline")).toMatchObject({ baseline: true, label: "student, hard labels", table: "section-3" });
  expect(net("distilled")).toMatchObject({ label: "student, distilled", temperature: 20, architecture: "784-8-10" });
  expect(net("without-3s")).toMatchObject({ omit: [3], table: "without-3s" });
  expect(net("baseline")).not.toHaveProperty("temperature");
  expect(record.examples).toHaveLength(20);
});
