import { selectBackend } from "@dark-knowledge/backend";
import { classNamesOf, describeInputs, generatedDigits } from "@dark-knowledge/datasets";
import { createInlineRunner } from "@dark-knowledge/pipeline";
import { testWrongArguments, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, createStudent } from "@dark-knowledge/training";
import * as paper from "../src/index.ts";

const inside = useTemporaryDirectory();
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);
const { train } = generatedDigits({ trainSize: 20, testSize: 0, seed: 1 });
const dataset = closed(train);
const net = { kind: "mlp", hidden: [2] };
const student = closed(
  createStudent(createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [2], classCount: 10, seed: 1 }), {
    ...{ version: 1, task: "classes", classNames: classNamesOf(train), inputs: describeInputs(train) },
    ...{ fingerprint: "", versions: {} },
  }),
);
const choice = closed(await selectBackend({ prefer: ["cpu"] }));
/** Checks come first: what is right would only take time. */
const signal = AbortSignal.abort(new Error("checked"));

testWrongArguments(paper, {
  answerColumns: [paper.answerColumns, [student, dataset, { json: true, signal }]],
  buildNet: [
    async (...args: Parameters<typeof paper.buildNet>) => (await paper.buildNet(...args)).dispose(),
    [net, dataset, 1],
  ],
  compressStudent: [
    (directory: unknown, options: never) =>
      // Whatever a directory is called: nothing is in it.
      paper.compressStudent(typeof directory === "string" ? "no-student" : (directory as string), options),
    [
      "no-student",
      {
        ...{
          data: "rows.csv",
          to: "small",
          test: "test.csv",
          teacher: ["big"],
          target: "drop<1",
          methods: "prune:0.9",
        },
        ...{ budget: "1m", epochs: 1, seed: 1, now: () => 0, signal, onEvent() {} },
      },
    ],
  ],
  describeNet: [paper.describeNet, [net, dataset]],
  descriptionAt: [paper.descriptionAt, [paper.distill.schema(), ["student", "epochs"]]],
  "distill.resolve": [paper.distill.resolve, [{ student: { epochs: 1 } }]],
  "mnist.resolve": [paper.mnist.resolve, [{ trainSize: 100 }]],
  exportStudent: [
    (own: never, to: never, ...others: [never, never]) =>
      paper.exportStudent(own, typeof to === "string" ? inside((to as string).slice(0, 100)) : to, ...others),
    [student, "x.onnx", dataset, { weights: "float32", overwrite: true, now: () => 0, signal }],
  ],
  openEncoder: [paper.openEncoder, ["generated"]],
  openExternalTeacher: [
    async (name: string, ...rest: never[]) => {
      const open = paper.openExternalTeacher as (...args: unknown[]) => ReturnType<typeof paper.openExternalTeacher>;
      // Only a command that ends at once is started.
      await (await open(name === "cmd: true" || typeof name !== "string" ? name : "cmd: true", ...rest)).close();
    },
    ["cmd: true", dataset, { token: "t", requests: 2 }, new AbortController().signal, { A: "b" }],
  ],
  readRecord: [
    (path: unknown) => paper.readRecord(typeof path === "string" ? inside("none.jsonl") : (path as string)),
    ["record.jsonl"],
  ],
  remarksLine: [paper.remarksLine, [["a.wav: clipped"]]],
  runExperiment: [
    (experiment: never, spec: never, options: { readonly directory?: unknown }) =>
      paper.runExperiment(experiment, spec, {
        ...options,
        ...(typeof options?.directory === "string" ? { directory: inside(options.directory.slice(0, 100)) } : {}),
      } as never),
    [
      closed(paper.distill),
      closed(
        paper.distill.resolve({
          trainSize: 40,
          testSize: 20,
          seeds: [1],
          teacher: { hidden: [2], epochs: 1 },
          student: { hidden: [2], epochs: 1 },
        }),
      ),
      {
        ...{ directory: "run", source: { cache: "cache", signal }, runner: closed(createInlineRunner()), choice },
        ...{ threads: 1, signal, onData() {}, onEvent() {}, otherEnvironment: "rerun", retries: 0 },
      },
    ],
  ],
  schemaAt: [paper.schemaAt, [paper.distill.schema(), ["student", "epochs"]]],
  "specialists.resolve": [paper.specialists.resolve, [{ trainSize: 100 }]],
  transferSetOf: [paper.transferSetOf, [dataset, { omit: [1], only: [], share: 0.5 }]],
  parseNet: [paper.parseNet, ["800,800"]],
  showNet: [paper.showNet, [net]],
  transferSpecOf: [paper.transferSpecOf, [closed(paper.distill.resolve({}))]],
  versions: [paper.versions, []],
});
