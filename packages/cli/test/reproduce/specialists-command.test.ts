import { existsSync, readdirSync, readFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, describe, expect, test } from "vitest";
import type { CommandContext } from "../../src/distill-command.ts";
import { TRUE_CLUSTERS } from "../../src/reproduce/generated-clusters.ts";
import { specialistsCommand } from "../../src/reproduce/specialists-command.ts";
import { specialistsPage } from "../../src/reproduce/specialists-page.ts";
import { MODELS, type SpecialistsRecord } from "../../src/reproduce/specialists-record.ts";
import { specialistsTable } from "../../src/reproduce/specialists-table.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const inside = useTemporaryDirectory();
let stdout: TextStream;
let stderr: TextStream;

beforeEach(() => {
  [stdout, stderr] = [new TextStream(), new TextStream()];
});

function specialists(args: readonly string[], over: Partial<CommandContext> = {}) {
  const { signal } = new AbortController();
  const context = { stdout, stderr, environment: {}, signal, now: () => new Date(0), threads: false, ...over };
  const common = ["--out", inside("run"), "--backend", "wasm"];
  return specialistsCommand(context).parseAsync([...common, ...args], { from: "user" });
}

describe("dark-knowledge reproduce specialists --smoke", () => {
  test("finds the true clusters, and fills every table", async () => {
    await specialists(["--smoke", "--quiet", "--json"]);
    expect(stderr.text).toBe("");
    const record: SpecialistsRecord = JSON.parse(stdout.text);
    const [seed] = record.seeds;
    const found = seed!.specialists.map(({ classes }) => classes.map((name) => Number(name.slice("class ".length))));
    expect(found.sort((a, b) => a[0]! - b[0]!)).toEqual(TRUE_CLUSTERS);
    expect(seed!.covered).toBeGreaterThan(0.95);
    expect(seed!.coveredAtRandom).toBeLessThan(0.25);

    expect(Object.keys(seed!.models)).toEqual(Object.keys(MODELS));
    const { generalist, specialists: combined, longer, ensemble, mixture } = seed!.models;
    for (const { accuracy, conditionalAccuracy, nll, passes } of Object.values(seed!.models)) {
      // Far from the twelfth that chance has right.
      expect(accuracy).toBeGreaterThan(0.4);
      expect(conditionalAccuracy).toBeGreaterThanOrEqual(accuracy);
      expect(nll).toBeLessThan(1.5);
      expect(passes).toBeGreaterThanOrEqual(8);
    }
    // No baseline costs less than three quarters of what generalist and specialists do, nor much more.
    for (const { passes } of [longer, ensemble, mixture]) expect(passes / combined.passes).toBeGreaterThan(0.75);
    for (const { passes } of [longer, ensemble, mixture]) expect(passes / combined.passes).toBeLessThan(1.35);
    expect(generalist.passes).toBe(8);

    expect(seed!.validation.specialists.map(({ topClasses }) => topClasses)).toEqual([1, 2]);
    const total = seed!.cover.reduce((sum, { examples }) => sum + examples, 0);
    expect(total).toBe(record.dataset.testSize);
    const after = seed!.cover.reduce((sum, row) => sum + row.after, 0);
    expect(after / total).toBeCloseTo(combined.accuracy, 12);

    expect(readdirSync(inside("run")).sort()).toEqual([
      "record.json",
      "report.html",
      "seed-1.json",
      "spec.json",
      "table.md",
    ]);
    expect(JSON.parse(readFileSync(inside("run", "record.json"), "utf8"))).toEqual(record);
    expect(JSON.parse(readFileSync(inside("run", "spec.json"), "utf8"))).toEqual(record.spec);
    expect(readFileSync(inside("run", "table.md"), "utf8")).toBe(specialistsTable(record));
    expect(readFileSync(inside("run", "report.html"), "utf8")).toBe(specialistsPage(record));
  });

  test("shows progress and tables, and gives the same answers again from its own specification", async () => {
    const small = ["--smoke", "--train-size", "800", "--epochs", "2", "--specialist-epochs", "1", "--clusters", "2"];
    await specialists([...small, "--cluster-size", "3", "--hidden", "5", "--seeds", "7,8"]);
    expect(stderr.text).toContain("seed 7: generalist: 1000 examples to go\n");
    expect(stderr.text).toMatch(/seed 8: distilled from equation 5: done in \d+ s\n/);
    // Three heads and the lines under them; two specialists, nine models, classes that no or one specialist knows.
    expect(stdout.lines.filter((line) => line.startsWith("| "))).toHaveLength(6 + 2 + 9 + 2);
    expect(stdout.lines.at(-1)).toBe(`record   ${inside("run", "record.json")}`);
    const untimed = (text: string) => text.replaceAll(/"seconds":[\d.]+/g, "");
    const first = readFileSync(inside("run", "record.json"), "utf8");
    await specialists(["--spec", inside("run", "spec.json"), "--out", inside("again"), "--quiet", "--json"]);
    expect(untimed(stdout.lines.at(-1)!)).toBe(untimed(first.trim()));
  });

  test("says what is left when it is interrupted, and where data is missed", async () => {
    const controller = new AbortController();
    stderr.write = ((text: string) => {
      if (text.includes("epoch 2")) controller.abort(new Error("interrupted"));
      return true;
    }) as typeof stderr.write;
    await expect(specialists(["--smoke"], { signal: controller.signal })).rejects.toThrow(
      `interrupted; the seeds that were finished are in ${inside("run")}.partial`,
    );
    expect(existsSync(inside("run"))).toBe(false);
    await expect(specialists(["--out", inside("other")])).rejects.toThrow("--data-dir: must name the directory");
    expect(existsSync(inside("other.partial"))).toBe(false);
    expect(stdout.text).toBe("");
  });
});
