import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mnistReport } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import { main } from "../src/main.ts";
import { mnistRecordLines } from "../src/reproduce/make-mnist-record.ts";
import { TextStream } from "./fixtures/text-stream.ts";
import { TINY_MNIST_RECORD } from "./fixtures/tiny-mnist-record.ts";

const inside = useTemporaryDirectory();

async function report(...args: string[]) {
  const [stdout, stderr] = [new TextStream(), new TextStream()];
  const { signal } = new AbortController();
  const context = { stdout, stderr, environment: {}, signal, now: () => new Date(0), threads: false };
  return { code: await main(["report", ...args], context), stdout: stdout.text, stderr: stderr.text };
}

beforeEach(() => {
  mkdirSync(inside("run"));
  writeFileSync(inside("run", "record.jsonl"), mnistRecordLines(TINY_MNIST_RECORD));
});

describe("dark-knowledge report", () => {
  test("writes page and tables beside the record of a run directory, and the same ones again", async () => {
    const expected = `report   ${inside("run", "report.html")}\ntables   ${inside("run", "table.md")}\n`;
    for (const record of [inside("run"), inside("run", "record.jsonl")]) {
      expect(await report(record)).toEqual({ code: 0, stdout: expected, stderr: "" });
      expect(readFileSync(inside("run", "report.html"), "utf8")).toBe(mnistReport(TINY_MNIST_RECORD));
      expect(readFileSync(inside("run", "table.md"), "utf8")).toContain("The three nets of section 3");
    }
  });

  test("writes elsewhere", async () => {
    expect((await report(inside("run"), "--out", inside("pages", "mnist.html"))).code).toBe(0);
    expect(readdirSync(inside("pages")).sort()).toEqual(["mnist.html", "table.md"]);
    expect(readdirSync(inside("run"))).toEqual(["record.jsonl"]);
  });

  test("says in one line what is wrong, and writes nothing", async () => {
    writeFileSync(inside("text.jsonl"), "no record\n");
    writeFileSync(inside("file"), "");
    const { nets, ...run } = TINY_MNIST_RECORD;
    const classNames = ["0", "1", "2"];
    const wrong = { ...run, nets, dataset: { ...run.dataset, classNames } };
    writeFileSync(inside("wrong.jsonl"), mnistRecordLines(wrong));
    const cases: [string[], string][] = [
      [[inside("none")], `record: cannot read ${inside("none")} (ENOENT)`],
      [[inside()], `record: cannot read ${inside("record.jsonl")} (ENOENT)`],
      [
        [inside("text.jsonl")],
        `record: ${inside("text.jsonl")} is not one of reproduce mnist (parseMnistRecord: line 1 must be JSON, got "no record")`,
      ],
      [
        [inside("wrong.jsonl")],
        "mnistReport: record.nets[0].confusion must have shape [3, 3] (as record.dataset.classNames), got [2, 2]",
      ],
      [
        [inside("run"), "--out", inside("file", "page.html")],
        `--out: cannot write to ${inside("file")} (ENOTDIR); choose another directory`,
      ],
    ];
    for (const [args, message] of cases) {
      expect(await report(...args)).toEqual({ code: 1, stdout: "", stderr: `error: ${message}\n` });
    }
    expect(readdirSync(inside()).sort()).toEqual(["file", "run", "text.jsonl", "wrong.jsonl"]);
    expect(readdirSync(inside("run"))).toEqual(["record.jsonl"]);
  });

  test("explains itself", async () => {
    const { code, stdout } = await report("--help");
    expect(code).toBe(0);
    expect(stdout).toContain("$ dark-knowledge report runs/mnist");
  });
});
