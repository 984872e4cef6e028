import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { parseRecord, type RunRecord } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import { TINY_MNIST } from "../../../paper/test/fixtures/tiny-mnist.ts";
import { TINY } from "../../../paper/test/fixtures/tiny-spec.ts";
import type { CommandContext } from "../../src/command-context.ts";
import { runCommand } from "../fixtures/run-command.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const inside = useTemporaryDirectory();

function writeSpec(spec: object): string {
  writeFileSync(inside("spec.json"), JSON.stringify(spec));
  return inside("spec.json");
}

const PLACE = () => ["--backend", "wasm", "--out", inside("run")];
const distill = (args: readonly string[], over?: Partial<CommandContext>) =>
  runCommand(["distill", "--spec", writeSpec(TINY), ...PLACE(), ...args], over);
const mnist = (args: readonly string[], over: object = {}) =>
  runCommand(["reproduce", "mnist", "--spec", writeSpec({ ...TINY_MNIST, ...over }), ...PLACE(), ...args]);

/** For what is found out once there is data. */
const FEW = ["--train-size", "700", "--test-size", "50"];

/** Aborts when a line of progress has a text. */
function abortAt(text: string): { readonly signal: AbortSignal; readonly stderr: TextStream } {
  const controller = new AbortController();
  const stderr = new TextStream();
  const write = stderr._write.bind(stderr);
  stderr._write = (chunk, encoding, done) => {
    if (chunk.toString().includes(text)) controller.abort(new Error("interrupted"));
    write(chunk, encoding, done);
  };
  return { signal: controller.signal, stderr };
}

describe("distill", () => {
  test("prints the table, what the soft targets changed, and where everything is", async () => {
    const { code, stdout, stderr } = await distill([]);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split("\n");
    expect(lines[1]).toBe("digits, temperature 4, test errors of 100 examples, mean ± standard deviation over 2 seeds");
    expect(lines.filter((line) => line.startsWith("|"))).toHaveLength(5);
    expect(stdout).toMatch(/\| student, distilled +\|/);
    expect(lines.slice(-4)).toEqual([
      `report   ${inside("run", "report.html")}`,
      `record   ${inside("run", "record.jsonl")}`,
      `teacher  ${inside("run", "teacher", "model.json")}`,
      `student  ${inside("run", "student", "model.json")}`,
    ]);
    for (const path of ["teacher", "student"]) expect(existsSync(inside("run", path, "model.json"))).toBe(true);
    const epochs = stderr.split("\n").filter((line) => line.includes("epoch"));
    expect(epochs).toHaveLength(10);
    expect(epochs[0]).toMatch(
      /^teacher-1: 50% · [\d,.M]+ examples\/s · .* left · epoch 1\/2 · validation errors \d+ · loss [\d.]+$/,
    );
  });

  test.each([80, 60])("fits a terminal of %i columns", async (columns) => {
    const stdout = Object.assign(new TextStream(true), { columns });
    await distill(["--quiet"], { stdout });
    const wide = stdout.text
      .split("\n")
      .filter((line) => line.length > columns && !/^(report|record|teacher|student) /.test(line));
    // Sentences may wrap; tables may not.
    expect(wide.filter((line) => line.startsWith("|"))).toEqual([]);
    expect(stdout.text).toContain("student, distilled");
  });

  test("lets options override the specification, nets of any kind among them", async () => {
    const options = [
      "--student",
      "cnn:2",
      "--epochs",
      "1",
      "--seeds",
      "1",
      "--temperature",
      "2.5",
      "--hard-weight",
      "0",
    ];
    const { stdout, stderr } = await distill(["--quiet", "--json", ...options]);
    expect(stderr).toBe("");
    const { spec, nets, command } = parseRecord(stdout);
    expect(command).toBe("dark-knowledge distill --spec spec.json");
    expect(spec).toMatchObject({ temperature: 2.5, seeds: [1], hardWeight: 0, student: { kind: "cnn", epochs: 1 } });
    expect(nets.map(({ architecture }) => architecture)).toEqual([
      "784-16-10",
      ...Array(2).fill("28×28×1, conv 2, dense 10"),
    ]);
  });

  test("is interrupted with one line, and the same command comes to what it would have come to", async () => {
    await distill(["--quiet"]);
    const record = () => readFileSync(inside("run", "record.jsonl"), "utf8");
    const whole = record();
    // Settings of their own stand in a directory of their own.
    const other = ["--temperature", "5", "--out", inside("other"), "--quiet"];
    const stopping = abortAt("hard-2: 50%");
    const { code } = await distill(["--temperature", "5", "--out", inside("other")], stopping);
    expect(code).toBe(130);
    expect(stopping.stderr.text.trimEnd().split("\n").at(-1)).toBe(
      `error: interrupted; run the same command again to resume from ${inside("other")}`,
    );
    expect(existsSync(inside("other", "record.jsonl"))).toBe(false);
    // A process would have ended by now; in this one the run is still letting go of its directory.
    while (existsSync(inside("other", ".writer.lock"))) await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await distill(other)).code).toBe(0);
    expect(record()).toBe(whole);
  });
});

describe("wrong words end with one line and exit code 2", () => {
  beforeEach(() => mkdirSync(inside("data")));

  test.each([
    [["distil"], "error: unknown command 'distil'"],
    [
      ["distill", "--dataset", "mnst"],
      'error: --dataset must be one of digits, mnist, fashion-mnist (did you mean mnist?), got "mnst"',
    ],
    [["distill", "--temperature", "0"], "error: --temperature must be above 0, got 0"],
    [["distill", "--temperature", "-3"], "error: --temperature must be above 0, got -3"],
    [["distill", "--hard-weight", "2"], "error: --hard-weight must be at most 1, got 2"],
    [["distill", "--epochs", "ten"], 'error: --epochs must be a number, got "ten"'],
    [["distill", "--epochs", "2.5"], "error: --epochs must be a whole number, got 2.5"],
    [["distill", "--seeds", "1,1"], "error: --seeds must be different seeds, got [1,1]"],
    [["distill", "--teacher", "0"], "error: --teacher: hidden.0 must be at least 1, got 0"],
    [
      ["distill", "--student", "8x8"],
      "error: --student must be a net such as 800,800, cnn:16,32, embedding:32, gru:32 or a model.json, got 8x8",
    ],
    [["distill", "--alpha", "0.5"], "error: unknown option '--alpha'"],
    [["distill", "--omit", "3", "--only", "7"], "error: --omit must not be given together with only, got [3]"],
    [["distill", "--omit", "12", ...FEW], "error: --omit must name classes from 0 to 9, got 12"],
    [["distill", "--transfer-size", "9000", ...FEW], "error: --transfer-size must be at most 630, got 9000"],
    [
      ["distill", "--backend", "wsm"],
      "error: option '--backend <name>' argument 'wsm' is invalid. It must be one of tfjs-node-gpu, tfjs-node, webgpu, wasm-blas, wasm, cpu; did you mean wasm?",
    ],
    [
      ["distill", "--data-dir", "data"],
      "error: --data-dir has no effect on generated data or on --data; leave it out, or choose a dataset that has files",
    ],
    [
      ["reproduce", "mnist", "--smoke", "--data-dir", "data"],
      "error: --data-dir has no effect on generated data or on --data; leave it out, or choose a dataset that has files",
    ],
    [["distill", "--keep", "--retrain"], "error: --keep and --retrain exclude each other; give one of them"],
    [
      ["reproduce", "mnist", "--only", "speech"],
      'error: --only: each value must be one of section-3, temperature, without-3s, only-7s-and-8s, transfer-size, teachers, patient, losses, controls, got "speech"',
    ],
    [["reproduce", "specialists", "--clusters", "0"], "error: --clusters must be at least 1, got 0"],
  ])("%j", async (args, line) => {
    const backend = args.includes("--backend") ? [] : ["--backend", "wasm"];
    const place = args.length > 1 ? [...backend, "--out", inside("out")] : [];
    const { code, stdout, stderr } = await runCommand([...args, ...place]);
    expect({ code, stdout, line: stderr.split("\n")[0] }).toEqual({ code: 2, stdout: "", line });
    expect(existsSync(inside("out"))).toBe(false);
  });
});

test("what cannot be done ends with one line and exit code 1, and writes nothing", async () => {
  writeFileSync(inside("broken.json"), "{");
  writeFileSync(inside("wrong.json"), '{"temperature": 0}');
  writeFileSync(inside("null.json"), "null");
  writeFileSync(inside("file"), "");
  const out = ["--backend", "wasm", "--out", inside("out")];
  const cases: [string[], RegExp][] = [
    [["--spec", inside("none.json")], /^error: --spec: cannot read .*none\.json \(ENOENT\)\n$/],
    [["--spec", inside("wrong.json")], /^error: spec: temperature must be above 0, got 0\n$/],
    [["--spec", inside("null.json")], /^error: spec: must be an object, got null\n$/],
    [["--spec", inside("broken.json")], /^error: --spec: .*broken\.json is not JSON \(.*\)\n$/],
    [["--dataset", "mnist", "--data-dir", inside("nowhere")], /^error: loadMnist: directory .*nowhere lacks/],
    [
      ["--train-size", "100", "--out", inside("file")],
      /^error: --out: cannot write to .*file \(ENOTDIR\); choose another directory\n$/,
    ],
  ];
  for (const [args, line] of cases) {
    const { code, stdout, stderr } = await runCommand(["distill", "--quiet", ...out, ...args]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(line);
  }
  expect(readdirSync(inside()).sort()).toEqual(["broken.json", "file", "null.json", "wrong.json"]);
});

describe("reproduce mnist", () => {
  test("has with --smoke the effects that the paper has", async () => {
    // The other tables have students of the same kinds, and those of tiny-mnist.ts.
    const tables = "section-3,without-3s,transfer-size,controls";
    const words = ["reproduce", "mnist", "--smoke", "--only", tables, "--quiet", "--json"];
    const { code, stdout, stderr } = await runCommand([...words, ...PLACE()]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { nets, dataset, references, command } = parseRecord(stdout);
    expect(command).toBe("dark-knowledge reproduce mnist --spec spec.json");
    expect(dataset).not.toHaveProperty("isHeldOut");
    // They are of MNIST, and this is not.
    expect(references).toEqual([]);
    const net = (name: string) => nets.find((one) => one.name === name)!;
    const errors = (name: string) => net(name).figures.errors!;
    expect(errors("teacher")).toBeLessThan(errors("distilled"));
    // With as many labels as the teacher had, the smaller net learns from them alone too; with a tenth it does not.
    expect(errors("share-0.1-soft")).toBeLessThan(errors("share-0.1-hard"));
    expect(errors("shuffled-teacher")).toBeGreaterThan(3 * errors("distilled"));
    expect(net("distilled").fidelity!.teacherErrors).toBe(errors("teacher"));
    expect(net("self-distillation").fidelity!.teacherErrors).toBe(errors("hard"));
    const { confusion, corrected, figures } = net("without-3s");
    expect(corrected!.byShares.confusion![3]![3]).toBeGreaterThan(confusion![3]![3]!);
    expect(corrected!.byTestErrors.figures.errors).toBeLessThanOrEqual(figures.errors!);
    for (const one of nets) expect(one.confusion!.flat().reduce((sum, count) => sum + count, 0)).toBe(400);
  });

  test("skips what is there, and does again what changed", async () => {
    const first = await mnist(["--quiet"]);
    expect(first.stdout).toContain("### A transfer set without 3s");
    expect(existsSync(inside("run", "stages", "teacher-1", "scratch"))).toBe(false);
    const record = readFileSync(inside("run", "record.jsonl"), "utf8");
    const second = await mnist([]);
    expect(second.stderr).toContain("all stages: done");
    expect(second.stderr).not.toContain("epoch");
    expect(readFileSync(inside("run", "record.jsonl"), "utf8")).toBe(record);
    const { stderr } = await mnist([], { member: { ...TINY_MNIST.member, epochs: 1 } });
    const trained = new Set(stderr.split("\n").flatMap((line) => (line.includes("epoch") ? line.split(":")[0]! : [])));
    expect([...trained].sort()).toEqual([
      ...["arithmetic-mean-1", "arithmetic-mean-2", "arithmetic-mean-3", "member-1", "member-2"],
    ]);
  });

  test("does the tables that were asked for, on a part of the training set", async () => {
    const { stdout } = await mnist(["--only", "without-3s", "--hold-out", "50", "--seeds", "1", "--quiet"]);
    expect(stdout).toContain("held-out");
    expect(stdout).not.toContain("arithmetic-mean");
  });

  test("a student that diverges takes no other with it", async () => {
    const [hard, distilled] = TINY_MNIST.students;
    const students = [hard, { ...distilled!, learningRate: 1e30 }, { ...distilled!, name: "steady" }];
    const { code, stderr } = await mnist(["--seeds", "1"], { students });
    expect(code).toBe(1);
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(
      /^error: distilled-1: distill: .*; the record of all others is /,
    );
    const { failures, nets } = parseRecord(readFileSync(inside("run", "record.jsonl"), "utf8"));
    expect(failures!.map(({ name }) => name)).toEqual(["distilled-1"]);
    expect(nets.map(({ name }) => name)).toEqual(["teacher", "teacher", "hard", "steady"]);
  });

  test("students of other names are compared as well", async () => {
    const [hard, distilled] = TINY_MNIST.students;
    const students = [
      { ...hard!, name: "baseline" },
      { ...distilled!, name: "kd" },
    ];
    const { stdout } = await mnist(["--quiet"], { students });
    expect(stdout).toMatch(/student, hard labels/);
    expect(readFileSync(inside("run", "report.html"), "utf8")).toMatch(/Soft targets (took|added|made)/);
  });
});

test("results of another environment are neither mixed in nor thrown away unasked", async () => {
  await distill(["--quiet"]);
  const record = () => parseRecord(readFileSync(inside("run", "record.jsonl"), "utf8")) as RunRecord;
  const before = record();
  const refused = await distill(["--quiet", "--backend", "cpu"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(
    /^error: 5 stages were trained in another environment \(backend: wasm .*, now cpu .*\); add --keep to use them as they are, or --retrain to train them again\n$/,
  );
  expect((await distill(["--quiet", "--backend", "cpu", "--keep"])).code).toBe(0);
  // The record says where they were trained, and not where it was written.
  expect(record()).toEqual({ ...before, backend: before.environments![0]!.settings.backend });
  rmSync(inside("run", "stages", "distilled-1"), { recursive: true });
  expect((await distill(["--quiet", "--backend", "cpu", "--keep"])).code).toBe(0);
  const { backend, environments } = record();
  expect(backend).toMatch(/^(wasm .* and cpu|cpu .* and wasm) /);
  expect(environments!.map(({ stages }) => stages.length).sort()).toEqual([1, 4]);
});
