import { existsSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import type { CommandContext } from "../src/distill-command.ts";
import { distillCommand } from "../src/distill-command.ts";
import { TextStream } from "./fixtures/text-stream.ts";
import { TINY } from "./fixtures/tiny-spec.ts";

const inside = useTemporaryDirectory();
let stdout: TextStream;
let stderr: TextStream;

beforeEach(() => {
  [stdout, stderr] = [new TextStream(), new TextStream()];
  writeFileSync(inside("spec.json"), JSON.stringify(TINY));
});

function distill(args: readonly string[], over: Partial<CommandContext> = {}) {
  const { signal } = new AbortController();
  const context = { stdout, stderr, environment: {}, signal, now: () => new Date(0), threads: false, ...over };
  const common = ["--spec", inside("spec.json"), "--out", inside("run"), "--backend", "wasm"];
  return distillCommand(context).parseAsync([...common, ...args], { from: "user" });
}

describe("dark-knowledge distill", () => {
  test("prints the table, what the soft targets brought, and where report and student are", async () => {
    await distill([]);
    expect(stdout.lines[1]).toBe("digits, temperature 4, test errors as mean ± standard deviation over 2 seeds");
    expect(stdout.lines.filter((line) => line.startsWith("|"))).toHaveLength(5);
    expect(stdout.text).toMatch(/\| +student, distilled \(784-8-10\) +\|/);
    expect(stdout.lines.at(-2)).toBe(`report   ${inside("run", "report.html")}`);
    expect(stdout.lines.at(-1)).toMatch(/^student {2}.*distilled-seed-\d\/model\.json$/);
    expect(stderr.text).toContain("teacher: ");
  });

  test("lets options override the specification", async () => {
    await distill(["--quiet", "--json", "--student", "5", "--seeds", "1", "--temperature", "2.5"]);
    const record = JSON.parse(stdout.text);
    expect(record.spec).toMatchObject({ temperature: 2.5, seeds: [1], student: { hidden: [5], epochs: 2 } });
    expect(record.models[1].architecture).toBe("784-5-10");
    expect(stderr.text).toBe("");
  });

  test("says where the unfinished run lies when it is interrupted", async () => {
    const controller = new AbortController();
    stderr.write = ((text: string) => {
      if (text.includes("epoch 1")) controller.abort(new Error("interrupted"));
      return true;
    }) as typeof stderr.write;
    await expect(distill([], { signal: controller.signal })).rejects.toThrow(
      `interrupted; what was finished so far is in ${inside("run")}.partial`,
    );
    expect(existsSync(inside("run"))).toBe(false);
    expect(existsSync(inside("run.partial", "metrics.jsonl"))).toBe(true);
    expect(stdout.text).toBe("");
  });
});
