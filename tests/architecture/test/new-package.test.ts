import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dependencyArrows } from "../src/dependency-arrows.ts";
import { manifestShape } from "../src/manifest-shape.ts";
import { packageFiles } from "../src/package-files.ts";
import { publicPackages, ROOT, readWorkspace } from "../src/read-workspace.ts";

const SCRIPT = join(ROOT, "scripts/new-package.mjs");

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "new-package-"));
  mkdirSync(join(root, "packages"));
  for (const file of ["LICENSE", "package.json"]) cpSync(join(ROOT, file), join(root, file));
  writeFileSync(join(root, "tsconfig.json"), JSON.stringify({ files: [], references: [] }));
  for (const { folder } of publicPackages(readWorkspace())) {
    for (const file of ["package.json", "CHANGELOG.md"]) {
      cpSync(join(ROOT, "packages", folder, file), join(root, "packages", folder, file), {
        force: true,
        recursive: true,
        filter: (from) => readdirSync(join(from, "..")).includes(file),
      });
    }
  }
});
afterEach(() => rmSync(root, { recursive: true }));

const generate = (...words: string[]) =>
  execFileSync(process.execPath, [SCRIPT, ...words, "--root", root], { encoding: "utf8" });

/** Problems of the new package alone, after its author has written the first function. */
function problemsOf(folder: string): string[] {
  for (const index of ["src/index.ts", "src/node/index.ts"]) {
    if (index === "src/index.ts" || readdirSync(join(root, "packages", folder, "src")).includes("node")) {
      writeFileSync(join(root, "packages", folder, index), 'export { mean } from "./mean.ts";\n');
    }
  }
  const workspace = readWorkspace(root);
  return [...manifestShape(workspace), ...packageFiles(workspace), ...dependencyArrows(workspace)].filter(
    (problem) => problem.includes(folder) || problem.includes("different versions"),
  );
}

describe("pnpm new:package", () => {
  it.each([[[]], [["--tensors"]], [["--node"]], [["--tensors", "--node"]]])(
    "with %j makes a package that keeps the rules",
    (flags) => {
      generate("calibration", "Means of predictions.", ...flags);
      expect(problemsOf("calibration")).toEqual([]);
      const manifest = JSON.parse(readFileSync(join(root, "packages/calibration/package.json"), "utf8"));
      expect(manifest.peerDependencies).toEqual(
        flags.includes("--tensors") ? { "@tensorflow/tfjs-core": "^4.22.0" } : undefined,
      );
      expect(Object.keys(manifest.exports)).toEqual(
        flags.includes("--node") ? [".", "./node", "./package.json"] : [".", "./package.json"],
      );
    },
  );

  it("says what to do next", () => {
    expect(generate("calibration", "Means of predictions.")).toMatch(
      /^packages\/calibration is there\. Next:\n {2}1\. /,
    );
  });

  it.each([
    [[], 2, 'usage: pnpm new:package <kebab-case-name> "<one sentence>." [--tensors] [--node]\n'],
    [["Ensemble", "Means."], 2, 'usage: pnpm new:package <kebab-case-name> "<one sentence>." [--tensors] [--node]\n'],
    [["calibration", "means"], 2, 'usage: pnpm new:package <kebab-case-name> "<one sentence>." [--tensors] [--node]\n'],
    [["core", "Again."], 1, "packages/core exists already; nothing was written\n"],
  ])("refuses %j", (words, status, text) => {
    const result = spawnSync(process.execPath, [SCRIPT, ...words, "--root", root], { encoding: "utf8" });
    expect(result).toMatchObject({ status, stderr: text });
  });
});
