import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { main } from "../src/main.ts";
import { TextStream } from "./fixtures/text-stream.ts";
import { version } from "./fixtures/tiny-job.ts";

const inside = useTemporaryDirectory();

async function run(...args: string[]) {
  const [stdout, stderr] = [new TextStream(), new TextStream()];
  const code = await main(args, {
    stdout,
    stderr,
    environment: {},
    signal: new AbortController().signal,
    now: () => new Date(0),
    threads: false,
  });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

describe("main", () => {
  test("prints its version and help that shows how to begin", async () => {
    expect(await run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const help = await run("distill", "--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("$ dark-knowledge distill --dataset mnist --teacher 1200,1200");
    expect((await run("--help")).stdout).toContain("doctor");
  });

  test("answers wrong words with one line and exit code 2", async () => {
    const cases: [string[], string][] = [
      [["distil"], "error: unknown command 'distil'"],
      [
        ["distill", "--dataset", "cifar"],
        "error: option '--dataset <name>' argument 'cifar' is invalid. It must be one of digits, mnist, fashion-mnist.",
      ],
      [
        ["distill", "--temperature", "0"],
        "error: option '--temperature <T>' argument '0' is invalid. It must be above 0.",
      ],
      [
        ["distill", "--temperature", "-3"],
        "error: option '--temperature <T>' argument '-3' is invalid. It must be above 0.",
      ],
      [
        ["distill", "--epochs", "ten"],
        "error: option '--epochs <n>' argument 'ten' is invalid. It must be a whole number, 1 or more.",
      ],
      [["distill", "--alpha", "0.5"], "error: unknown option '--alpha'"],
    ];
    for (const [args, line] of cases) {
      const { code, stdout, stderr } = await run(...args);
      expect({ code, stdout, line: stderr.split("\n")[0] }).toEqual({ code: 2, stdout: "", line });
    }
  });

  test("answers what cannot be done with one line and exit code 1, and writes nothing", async () => {
    writeFileSync(inside("broken.json"), "{");
    writeFileSync(inside("wrong.json"), '{"temperature": 0}');
    const out = inside("out");
    const cases: [string[], string][] = [
      [["--spec", inside("none.json")], `error: --spec: cannot read ${inside("none.json")} (ENOENT)`],
      [["--spec", inside("wrong.json")], "error: spec: temperature: Too small: expected number to be >0, got 0"],
      [["--omit", "3", "--only", "7"], "error: spec: omit: cannot be given together with only, got [3]"],
      [["--omit", "12"], "error: spec: omit and only must name classes from 0 to 9, got 12"],
      [["--hard-weight", "2"], "error: spec: hardWeight: Too big: expected number to be <=1, got 2"],
      [
        ["--backend", "cuda"],
        'error: selectBackend: prefer[0] must be one of "tfjs-node-gpu", "tfjs-node", "webgpu", "wasm-blas", "wasm", "cpu", got "cuda"',
      ],
    ];
    for (const [args, line] of cases) {
      const { code, stderr } = await run("distill", "--backend", "wasm", "--out", out, ...args);
      expect({ code, stderr }).toEqual({ code: 1, stderr: `${line}\n` });
    }
    expect((await run("distill", "--spec", inside("broken.json"))).stderr).toMatch(
      /^error: --spec: .*broken\.json is not JSON \(.*\)\n$/,
    );
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(inside()).sort()).toEqual(["broken.json", "wrong.json"]);
  });
});
