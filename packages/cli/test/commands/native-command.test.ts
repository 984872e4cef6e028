import { existsSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, expect, test } from "vitest";
import {
  type FakeMachine,
  fakeBinding,
  fakeEnvironment,
  PACKAGE_FILES,
  TARBALL_MEMBERS,
  writeFiles,
} from "../../../backend/test/node/fake-native.ts";
import { main } from "../../src/main.ts";
import { TextStream } from "../fixtures/text-stream.ts";

const inside = useTemporaryDirectory();
const working: FakeMachine = { compiler: { output: fakeBinding() }, headers: true };

beforeEach(() => {
  writeFiles(inside("package"), PACKAGE_FILES);
  writeFiles(inside("tf"), TARBALL_MEMBERS);
});

async function run(machine: FakeMachine, ...args: string[]) {
  const [stdout, stderr] = [new TextStream(), new TextStream()];
  const code = await main(["native", ...args, "--into", inside("package")], {
    ...{ stdout, stderr, environment: fakeEnvironment(inside(), machine), threads: false },
    signal: new AbortController().signal,
  });
  return { code, stdout: stdout.lines, stderr: stderr.lines };
}

test("dark-knowledge native install builds the binding, says what it runs on, and --check then agrees", async () => {
  const { code, stdout, stderr } = await run(working, "install", "--from", inside("tf"));
  expect({ code, stderr }).toEqual({ code: 0, stderr: ["compiling with c++", "multiplying two matrices with it"] });
  expect(stdout).toEqual([
    "@tensorflow/tfjs-node-gpu 4.22.0 runs on TensorFlow 2.99.0, on the cpu",
    expect.stringMatching(/^binding {2}.*package$/),
  ]);
  for (const words of [["install", "--check"], ["check"]]) {
    const checked = await run(working, ...words);
    expect({ code: checked.code, stderr: checked.stderr }).toEqual({ code: 0, stderr: [] });
    expect(checked.stdout[0]).toBe("C++ compiler   ok  fake c++ 1.2.3 (c++)");
    expect(checked.stdout.at(-1)).toBe(
      "binding        ok  tfjs_binding.node with TensorFlow 2.99.0 computes on the cpu",
    );
  }
});

test("dark-knowledge native check ends with exit code 1 and names what is missing, and changes nothing", async () => {
  const { code, stdout, stderr } = await run({ headers: true }, "check", "--from", inside("none"));
  expect({ code, stderr }).toEqual({ code: 1, stderr: ["error: native: missing: C++ compiler, libtensorflow"] });
  expect(stdout.map((line) => line.split(/ {2,}/)[1])).toEqual([
    "missing",
    "ok",
    "ok",
    "missing",
    "no",
    expect.anything(),
    expect.anything(),
    "no",
  ]);
  expect(existsSync(inside("package", "lib"))).toBe(false);
});

test("dark-knowledge native install says in the words of the command what is missing or wrong", async () => {
  expect(await run(working, "install")).toEqual({
    ...{ code: 1, stdout: [] },
    stderr: ['error: native install: found no libtensorflow; run "npx dark-knowledge native install --check"'],
  });
  expect(await run(working, "install", "--from", inside("none"))).toEqual({
    ...{ code: 1, stdout: [] },
    stderr: [`error: --from: ${inside("none")} does not exist`],
  });
});
