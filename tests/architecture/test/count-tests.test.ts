import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../src/read-workspace.ts";

const OTHERS = { chromium: [["passed"]], consumers: [["passed"]], wasm: [["passed"]] };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "count-tests-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes reports as vitest does, with the statuses of each file's tests, and counts them. */
function count(reports: Record<string, string[][]>): { status: number | null; stdout: string } {
  for (const [name, files] of Object.entries(reports)) {
    const testResults = files.map((statuses, index) => ({
      name: join(process.cwd(), `${name}-${index}.test.ts`),
      message: statuses.length === 0 ? "cannot be loaded\n  at line 1" : "",
      status:
        statuses.every((status) => status !== "failed" && status !== "pending") && statuses.length > 0
          ? "passed"
          : "failed",
      assertionResults: statuses.map((status) => ({
        ...{ status, fullName: "a test" },
        failureMessages: status === "failed" ? ["Error: 1 is not 2\n  at line 2"] : [],
      })),
    }));
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ testResults }));
  }
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "scripts/count-tests.mjs"), folder], {
    encoding: "utf8",
  });
  return { status, stdout };
}

describe("scripts/count-tests.mjs", () => {
  it("adds up the runs", () => {
    expect(count({ workspace: [["passed", "passed"], ["passed"]], ...OTHERS })).toEqual({
      status: 0,
      stdout: "6 passed, 0 failed\n",
    });
  });

  it("ends with an error when a test failed", () => {
    expect(count({ workspace: [["passed", "failed"]], ...OTHERS })).toEqual({
      status: 1,
      stdout: "failed: workspace-0.test.ts, a test: Error: 1 is not 2\n4 passed, 1 failed\n",
    });
  });

  it("counts a file that could not be loaded as a failure", () => {
    expect(count({ workspace: [["passed"], []], ...OTHERS })).toEqual({
      status: 1,
      stdout: "failed: workspace-1.test.ts: cannot be loaded\n4 passed, 1 failed\n",
    });
  });

  it("counts a file whose hook threw as a failure", () => {
    expect(count({ workspace: [["pending", "pending"]], ...OTHERS })).toEqual({
      status: 1,
      stdout: "failed: workspace-0.test.ts: no message\n3 passed, 1 failed\n",
    });
  });

  it("counts a run that left no report as a failure", () => {
    const without = (names: string[]) => names.map((name) => `failed: ${name}.json: its run left no report\n`).join("");
    const others = without(["chromium", "consumers", "wasm"]);
    expect(count({ workspace: [["passed"]] })).toEqual({ status: 1, stdout: `${others}1 passed, 3 failed\n` });
    rmSync(join(folder, "workspace.json"));
    expect(count({})).toEqual({ status: 1, stdout: `${others}${without(["workspace"])}0 passed, 4 failed\n` });
  });

  it("counts skipped tests as neither", () => {
    expect(count({ workspace: [["passed", "skipped"]], ...OTHERS }).stdout).toBe("4 passed, 0 failed\n");
  });
});
