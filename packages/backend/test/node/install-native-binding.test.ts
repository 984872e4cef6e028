import { existsSync, realpathSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, expect, test } from "vitest";
import { installNativeBinding } from "../../src/node/install-native-binding.ts";
import {
  type FakeMachine,
  fakeBinding,
  fakeEnvironment,
  PACKAGE_FILES,
  TARBALL_MEMBERS,
  writeFiles,
} from "./fake-native.ts";

const inside = useTemporaryDirectory();
const working: FakeMachine = { compiler: { output: fakeBinding() }, headers: true };

beforeEach(() => {
  writeFiles(inside("package"), PACKAGE_FILES);
  writeFiles(inside("tf"), TARBALL_MEMBERS);
});

async function install(machine: FakeMachine, from?: string) {
  const steps: string[] = [];
  const environment = fakeEnvironment(inside(), machine);
  const onStep = (step: string) => steps.push(step);
  const built = await installNativeBinding({ cwd: inside(), into: inside("package"), environment, from, onStep });
  return { built, steps };
}

test("installNativeBinding builds with what is here, the TensorFlow of Python when none is given, and says its steps", async () => {
  for (const from of [undefined, inside("tf")]) {
    expect(await install({ ...working, tensorflow: inside("tf") }, from)).toEqual({
      built: {
        package: { name: "@tensorflow/tfjs-node-gpu", version: "4.22.0", directory: realpathSync(inside("package")) },
        tensorflow: "2.99.0",
        device: "cpu",
      },
      steps: ["compiling with c++", "multiplying two matrices with it"],
    });
  }
});

test.each<[string, FakeMachine, string | undefined]>([
  ["C++ compiler", { headers: true }, "tf"],
  ["libtensorflow", working, undefined],
])("installNativeBinding says in one line that there is no %s, and changes nothing", async (thing, machine, from) => {
  await expect(install(machine, from && inside(from))).rejects.toThrow(
    new Error(`installNativeBinding: found no ${thing}; run "npx dark-knowledge native install --check"`),
  );
  expect(existsSync(inside("package", "lib"))).toBe(false);
});

test("installNativeBinding refuses another version of the package", async () => {
  writeFiles(inside("package"), { "package.json": '{ "name": "@tensorflow/tfjs-node", "version": "3.18.0" }' });
  await expect(install(working, inside("tf"))).rejects.toThrow(
    new Error(
      "installNativeBinding: @tensorflow/tfjs-node has version 3.18.0; " +
        'run "npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0"',
    ),
  );
});
