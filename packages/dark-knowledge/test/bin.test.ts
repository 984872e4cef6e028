import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { useBundle, useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";

const built = useBundle(["src/bin"], { packageFolder: new URL("..", import.meta.url) });
const inside = useTemporaryDirectory();

const write = (path: string, text: string) => {
  mkdirSync(dirname(inside(path)), { recursive: true });
  writeFileSync(inside(path), text);
};

function run(directory: string, ...words: readonly string[]) {
  mkdirSync(inside(directory), { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [built("bin"), ...words], {
    cwd: inside(directory),
    encoding: "utf8",
    // Package managers that run tests put packages of the workspace there.
    env: { ...process.env, NODE_PATH: "" },
  });
  return { status, stdout, stderr };
}

test("dark-knowledge says in one line how to install the command where it is not", () => {
  expect(run("project", "doctor")).toEqual({
    status: 1,
    stdout: "",
    stderr:
      'dark-knowledge: the command is not installed here; run "npm install --save-dev @dark-knowledge/cli", ' +
      'or "npx @dark-knowledge/cli …" without installing it\n',
  });
});

// The command itself, as it is packed, is run in tests/consumers.
test("dark-knowledge runs the command of the project with its words, also from a folder of it", () => {
  const manifest = { name: "@dark-knowledge/cli", type: "module", bin: { "dark-knowledge": "bin/dark-knowledge.js" } };
  write("project/node_modules/@dark-knowledge/cli/package.json", JSON.stringify(manifest));
  write(
    "project/node_modules/@dark-knowledge/cli/bin/dark-knowledge.js",
    "console.log(process.argv.slice(2).join()); process.exitCode = 3;",
  );
  for (const directory of ["project", "project/deep"]) {
    expect(run(directory, "report", "runs/a b")).toEqual({ status: 3, stdout: "report,runs/a b\n", stderr: "" });
  }
});
