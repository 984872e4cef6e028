import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { MnistNetRecord } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import type { CommandContext } from "../../src/distill-command.ts";
import { mnistCommand } from "../../src/reproduce/mnist-command.ts";
import { TextStream } from "../fixtures/text-stream.ts";
import { TINY_MNIST } from "../fixtures/tiny-mnist.ts";

const inside = useTemporaryDirectory();
let stdout: TextStream;
let stderr: TextStream;

beforeEach(() => {
  [stdout, stderr] = [new TextStream(), new TextStream()];
});

function mnist(args: readonly string[], over: Partial<CommandContext> = {}) {
  const { signal } = new AbortController();
  const context = { stdout, stderr, environment: {}, signal, now: () => new Date(0), threads: false, ...over };
  const command = mnistCommand(context)
    .exitOverride()
    .configureOutput({ writeErr: (text) => stderr.write(text) });
  return command.parseAsync(["--out", inside("run"), "--backend", "wasm", ...args], { from: "user" });
}

/** The nets of the record that was printed, by name. */
function nets(): ReadonlyMap<string, readonly MnistNetRecord[]> {
  const [run, ...lines] = stdout.lines.map((line) => JSON.parse(line));
  expect(run).toMatchObject({ kind: "run", dataset: { isHeldOut: false } });
  const all = new Map<string, MnistNetRecord[]>();
  for (const net of lines as MnistNetRecord[]) all.set(net.name, [...(all.get(net.name) ?? []), net]);
  return all;
}

function writeTiny(over: object = {}): string {
  writeFileSync(inside("spec.json"), JSON.stringify({ ...TINY_MNIST, ...over }));
  return inside("spec.json");
}

describe("dark-knowledge reproduce mnist", () => {
  test("does the whole graph with --smoke, with the effects that the paper has", async () => {
    await mnist(["--smoke", "--quiet", "--json"]);
    expect(stderr.text).toBe("");
    const all = nets();
    const errors = (name: string) => all.get(name)![0]!.errors;
    expect(errors("teacher")).toBeLessThan(errors("distilled"));
    expect(errors("distilled")).toBeLessThan(errors("hard"));
    expect(errors("share-0.1-soft")).toBeLessThan(errors("share-0.1-hard"));
    expect(errors("shuffled-teacher")).toBeGreaterThan(3 * errors("distilled"));
    const teacherErrors = (name: string) => all.get(name)![0]!.fidelity!.teacherErrors!;
    expect(teacherErrors("distilled")).toBe(errors("teacher"));
    expect(teacherErrors("self-distillation")).toBe(errors("hard"));
    const [without] = all.get("without-3s")!;
    const onThrees = ({ confusion }: Pick<MnistNetRecord, "confusion">) => confusion[3]![3]!;
    expect(onThrees(without!.corrected!.byShares)).toBeGreaterThan(onThrees(without!));
    expect(without!.corrected!.byTestErrors.errors).toBeLessThanOrEqual(without!.errors);
    for (const one of [...all.values()].flat()) {
      expect(one.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(400);
    }
  });

  test("skips what is there, and does again what changed", async () => {
    const spec = writeTiny();
    await mnist(["--spec", spec, "--quiet"]);
    const record = readFileSync(inside("run", "record.jsonl"), "utf8");
    expect(stdout.text).toContain("2 teachers and 18 students on digits; errors are of 100 examples of the test set.");
    expect(stdout.text).toContain("### A transfer set without 3s");
    expect(readdirSync(inside("run")).sort()).toEqual([
      "record.jsonl",
      "report.html",
      "spec.json",
      "stages",
      "table.md",
    ]);
    expect(existsSync(inside("run", "stages", "teacher-1", "scratch"))).toBe(false);

    await mnist(["--spec", spec]);
    expect(stderr.text).toContain("all nets: done");
    expect(stderr.text).not.toContain("epoch");
    expect(readFileSync(inside("run", "record.jsonl"), "utf8")).toBe(record);

    stderr.text = "";
    await mnist(["--spec", writeTiny({ member: { ...TINY_MNIST.member, epochs: 1 } })]);
    const trained = new Set(stderr.lines.filter((line) => line.includes("epoch")).map((line) => line.split(":")[0]));
    expect([...trained].sort()).toEqual([
      "arithmetic-mean-1",
      "arithmetic-mean-2",
      "arithmetic-mean-3",
      "member-1",
      "member-2",
    ]);
  });

  test("does the tables that were asked for, on a part of the training set", async () => {
    await mnist(["--spec", writeTiny(), "--only", "without-3s", "--hold-out", "50", "--seeds", "1", "--quiet"]);
    expect(stdout.text).toContain("errors are of 50 examples of a held-out part of the training set.");
    expect(stdout.text).toContain("biases chosen without labels");
    expect(stdout.text).not.toContain("arithmetic-mean");
  });

  test("a student that diverges takes no other with it", async () => {
    const [hard, distilled] = TINY_MNIST.students!;
    const students = [hard!, { ...distilled!, learningRate: 1e38 }, { ...distilled!, name: "steady" }];
    await expect(mnist(["--spec", writeTiny({ students }), "--seeds", "1"])).rejects.toThrow(
      new RegExp(
        `^distilled-1: distill: the loss is .*; the record of all others is ${inside("run", "record.jsonl")}$`,
      ),
    );
    expect(stderr.text).toMatch(/^distilled-1: distill: the loss is /m);
    const [run, ...others] = readFileSync(inside("run", "record.jsonl"), "utf8").trim().split("\n");
    expect(JSON.parse(run!).failures).toEqual([
      { name: "distilled-1", message: expect.stringContaining("lower the learning rate") },
    ]);
    expect(others.map((line) => JSON.parse(line).name)).toEqual(["teacher", "teacher", "hard", "steady"]);
    expect(readFileSync(inside("run", "table.md"), "utf8")).toContain("Failed: distilled-1 (distill: the loss is ");
  });

  test("says in one line what is wrong", async () => {
    await expect(mnist(["--only", "speech"])).rejects.toThrow("It must be some of section-3, temperature");
    await expect(mnist(["--spec", writeTiny(), "--hold-out", "200"])).rejects.toThrow(
      "spec: holdOut must be below the 200 training examples, got 200",
    );
    await expect(mnist(["--data-dir", inside("nowhere")])).rejects.toThrow(
      `loadMnist: directory ${inside("nowhere")} lacks`,
    );
    writeFileSync(inside("run"), "");
    await expect(mnist(["--spec", writeTiny()])).rejects.toThrow(`--out: cannot write to ${inside("run")} (ENOTDIR)`);
  });

  test("is interrupted with one line, and goes on", async () => {
    const controller = new AbortController();
    const watching = new TextStream();
    const write = watching._write.bind(watching);
    watching._write = (chunk, encoding, done) => {
      if (chunk.toString().includes("distilled-1: ")) controller.abort(new Error("interrupted"));
      write(chunk, encoding, done);
    };
    await expect(mnist(["--spec", writeTiny()], { stderr: watching, signal: controller.signal })).rejects.toThrow(
      `interrupted; run the same again to go on from what is in ${inside("run")}`,
    );
    expect(existsSync(inside("run", "record.jsonl"))).toBe(false);
  });
});
