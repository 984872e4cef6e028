import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { EXPERIMENTS } from "@dark-knowledge/paper";
import { htmlReport, type RunRecord, recordLines } from "@dark-knowledge/report";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../fixtures/run-command.ts";

const inside = useTemporaryDirectory();

/** A run of a teacher alone. */
const RECORD: RunRecord = {
  ...{ experiment: "mnist", title: "MNIST", spec: { dataset: "mnist" }, versions: { node: "20" }, backend: "cpu" },
  dataset: { name: "mnist", sizes: { training: 60_000, test: 100 }, classNames: ["0", "1"] },
  examples: [],
  nets: [
    {
      ...{ role: "teacher", name: "teacher", seed: 1, architecture: "784-9-2", parameters: 7085, transferSize: 60_000 },
      figures: { errors: 3, nll: 0.1, calibrationError: 0.01 },
      confusion: [
        [48, 2],
        [1, 49],
      ],
    },
  ],
};

const report = (...args: string[]) => runCommand(["report", ...args]);

beforeEach(() => {
  mkdirSync(inside("run"));
  writeFileSync(inside("run", "record.jsonl"), recordLines(RECORD));
});

describe("dark-knowledge report", () => {
  test("writes page and tables next to the record of a run directory, as the experiment's command does", async () => {
    const expected = `report   ${inside("run", "report.html")}\ntables   ${inside("run", "table.md")}\n`;
    const files = EXPERIMENTS.mnist!.files(RECORD);
    for (const record of [inside("run"), inside("run", "record.jsonl")]) {
      expect(await report(record)).toEqual({ code: 0, stdout: expected, stderr: "" });
      for (const name of ["report.html", "table.md"])
        expect(readFileSync(inside("run", name), "utf8")).toBe(files[name]);
    }
  });

  test("takes the record of any experiment, also of one that is not ours", async () => {
    const foreign = { ...RECORD, experiment: "mine" };
    writeFileSync(inside("mine.jsonl"), recordLines(foreign));
    expect((await report(inside("mine.jsonl"), "--out", inside("pages", "mine.html"))).code).toBe(0);
    expect(readFileSync(inside("pages", "mine.html"), "utf8")).toBe(htmlReport(foreign));
    expect(readdirSync(inside("pages")).sort()).toEqual(["mine.html", "table.md"]);
    expect(readdirSync(inside("run"))).toEqual(["record.jsonl"]);
  });

  test("says in one line what is wrong, and writes nothing", async () => {
    writeFileSync(inside("text.jsonl"), "no record\n");
    writeFileSync(inside("file"), "");
    const text = recordLines(RECORD).replace(/"classNames":\[[^\]]*\]/, '"classNames":["0","1","2"]');
    writeFileSync(inside("wrong.jsonl"), text);
    const cases: [string[], number, RegExp][] = [
      [[inside("none")], 1, /^error: record: cannot read .*none \(ENOENT\)\n$/],
      [[inside()], 1, /^error: record: cannot read .*record\.jsonl \(ENOENT\)\n$/],
      [
        [inside("text.jsonl")],
        1,
        /^error: record: .*text\.jsonl is not the record of a run \(parseRecord: line 1 must be JSON, got "no record"\)\n$/,
      ],
      [[inside("wrong.jsonl")], 1, /confusion must have shape \[3, 3\] \(as .*classNames\), got \[2, 2\]/],
      [[inside("run"), "--out", inside("file", "page.html")], 1, /^error: --out: cannot write to .*file \(ENOTDIR\)/],
      [
        [inside("run"), "--out", inside("pages")],
        2,
        /^error: --out must be a file that ends in \.html, got .*pages\n$/,
      ],
    ];
    for (const [args, code, message] of cases) {
      const ended = await report(...args);
      expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: "" });
      expect(ended.stderr).toMatch(message);
    }
    expect(readdirSync(inside()).sort()).toEqual(["file", "run", "text.jsonl", "wrong.jsonl"]);
    expect(readdirSync(inside("run"))).toEqual(["record.jsonl"]);
  });
});
