import { readdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import { beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../fixtures/run-command.ts";

const inside = useTemporaryDirectory();

beforeEach(async () => {
  const teacher = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [4], classCount: 10, seed: 1 });
  await saveModel(teacher, inside("teacher"));
  teacher.dispose();
});

const run = (...args: string[]) => runCommand(["soft-targets", ...args]);

function record(...args: string[]) {
  const spec = inside("spec.json");
  writeFileSync(spec, JSON.stringify({ trainSize: 60, testSize: 10, validationSize: 10, transferSize: 50 }));
  return run("record", inside("s"), "--teacher", inside("teacher"), "--spec", spec, "--backend", "wasm", ...args);
}

describe("dark-knowledge soft-targets", () => {
  test("record answers a run's transfer set, and does nothing twice", async () => {
    const first = await record();
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/^50 answers in .*, 50 of them new\nteacher [0-9a-f]{64}\n$/);
    expect(first.stderr).toMatch(
      /^answers: 50 answers to go\nanswers: 100% · .* left · 50 of 50\nanswers: done in 0 s\n$/,
    );
    expect(readdirSync(inside("s")).sort()).toEqual(["manifest.json", "shard-00000.arrow"]);
    expect((await record("--quiet")).stdout).toContain("50 answers in");
    expect(await record("--quiet")).toMatchObject({ code: 0, stderr: "" });
    expect((await record("--quiet")).stdout).toContain("0 of them new");
  });

  test("record warns of a teacher that does not name all classes", async () => {
    writeFileSync(
      inside("nine.mjs"),
      `const say = (head) => process.stdout.write(JSON.stringify(head) + "\\n");
let left = 0;
process.stdin.on("data", (chunk) => {
  if (left === 0) {
    const end = chunk.indexOf("\\n") + 1;
    const { arrays } = JSON.parse(chunk.toString("latin1", 0, end));
    globalThis.rows = arrays[0][2][0];
    left = arrays.reduce((sum, [, , shape]) => sum + 4 * shape.reduce((one, size) => one * size, 1), end);
  }
  left -= chunk.length;
  if (left === 0) say({ logits: Array.from({ length: rows }, () => [1, 2, 3, 4, 5, 6, 7, 8, 9]) });
});
say({ protocol: 1, classNames: [..."012345678"], fingerprint: "nine" });`,
    );
    const command = ["--teacher", `cmd: "${process.execPath}" "${inside("nine.mjs")}"`];
    const { code, stderr } = await record(...command);
    expect({ code, line: stderr.split("\n")[0] }).toEqual({
      code: 0,
      line: 'teacher: it does not name "9", and so holds this class for impossible',
    });
  });

  test("inspect shows count, shape, teacher, entropy by temperature and confusions", async () => {
    await record("--type", "float16", "--views", "2", "--jitter", "1");
    const { code, stdout } = await run("inspect", inside("s"), "--quiet");
    expect(code).toBe(0);
    const lines = stdout.split("\n");
    expect(lines[0]).toBe(`store    ${inside("s")}`);
    expect(lines[1]).toMatch(/^teacher {2}[0-9a-f]{64}$/);
    expect(lines[2]).toBe("answers  100: 50 examples × 2 views, jitter 1");
    expect(lines[3]).toBe("shape    [100, 10], full rows, float16");
    expect(lines[4]).toMatch(/^size {5}[\d,]+ bytes in 2 files$/);
    expect(lines[6]).toBe("temperature  mean entropy in nats");
    const entropies = lines.slice(7, 12).map((line) => Number(line.split(/ +/)[1]));
    expect(entropies).toEqual([...entropies].sort((one, other) => one - other));
    expect(lines[12]).toBe("uniform      2.3026");
    expect(lines[14]).toMatch(/^predicted +runner-up +mean probability$/);
    expect(lines[15]).toMatch(/^\d +\d +0\.\d{4}$/);
    const json = JSON.parse((await run("inspect", inside("s"), "--json", "--quiet")).stdout);
    expect(json.summary.answers).toBe(100);
    expect(json.manifest.augmentation).toEqual({ jitter: 1 });
  });

  test("verify reads every byte, with progress, and names the file that is damaged", async () => {
    await record("--top-k", "3");
    const good = await run("verify", inside("s"));
    expect(good).toMatchObject({ code: 0, stdout: `${inside("s")}: 50 answers in 1 file, every byte is right\n` });
    expect(good.stderr).toMatch(/bytes to go\n.*100% · .* bytes\/s · .* left · .*\n.*done in 0 s\n$/);
    writeFileSync(inside("s", "shard-00000.arrow"), "short");
    expect(await run("verify", inside("s"), "--quiet")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^error: openSoftTargets: .*shard-00000\.arrow is cut off, it must have \d+ bytes; restore/,
      ),
    });
  });

  test("answers what cannot be done with one line", async () => {
    await record("--quiet");
    const cases: [Promise<{ code: number; stderr: string }>, number, string][] = [
      [record("--views", "2"), 2, "error: --views has no effect alone; give --views and --jitter together\n"],
      [record("--jitter", "2"), 2, "error: --jitter has no effect alone; give --views and --jitter together\n"],
      [record("--seed", "2"), 2, "error: --seed has no effect without --views\n"],
      [record("--data-dir", "x"), 2, "error: --data-dir has no effect on generated data"],
      [record("--train-size", "0"), 2, "error: --train-size must be at least 1, got 0\n"],
      [
        run("verify", inside("none")),
        1,
        `error: openSoftTargets: cannot read ${inside("none", "manifest.json")} (ENOENT)`,
      ],
      [
        run("inspect", "http://127.0.0.1:1/x"),
        1,
        "error: openSoftTargets: cannot fetch http://127.0.0.1:1/x/manifest.json",
      ],
      [
        record("--type", "float16"),
        1,
        `error: createSoftTargetWriter: ${inside("s", "manifest.json")} holds 10 classes, float32`,
      ],
      [
        record("--type", "int8"),
        2,
        "error: option '--type <type>' argument 'int8' is invalid. It must be one of float32, float16",
      ],
      [
        record("--seed", "-1"),
        2,
        "error: option '--seed <seed>' argument '-1' is invalid. It must be a whole number, 0 or more.",
      ],
      [run("record", inside("s")), 2, "error: required option '--teacher <teacher>' not specified"],
    ];
    for (const [ended, code, text] of cases) {
      const { code: got, stderr } = await ended;
      expect([got, stderr.slice(0, text.length)]).toEqual([code, text]);
    }
  });

  test("verify says when a recording did not finish", async () => {
    await record("--quiet");
    const { readFileSync } = await import("node:fs");
    const path = inside("s", "manifest.json");
    writeFileSync(path, readFileSync(path, "utf8").replace('"isComplete": true', '"isComplete": false'));
    expect(await run("verify", inside("s"), "--quiet")).toMatchObject({
      code: 1,
      stderr: `error: ${inside("s")}: the recording did not finish; run the same record command again\n`,
    });
    expect((await run("inspect", inside("s"), "--quiet")).stdout).toContain("(the recording did not finish)");
  });
});
