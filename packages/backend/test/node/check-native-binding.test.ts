import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, expect, test } from "vitest";
import { checkNativeBinding } from "../../src/node/check-native-binding.ts";
import {
  type FakeMachine,
  fakeBinding,
  fakeEnvironment,
  libraryHead,
  PACKAGE_FILES,
  wheelMembers,
  writeFiles,
} from "./fake-native.ts";

const inside = useTemporaryDirectory();
const here = { os: process.platform, arch: process.arch };

beforeEach(() => {
  writeFiles(inside("package"), PACKAGE_FILES);
});

async function check(machine: FakeMachine, { gpu = false, from }: { gpu?: boolean; from?: string } = {}) {
  const environment = fakeEnvironment(inside(), machine);
  const checks = await checkNativeBinding({ environment, into: inside("package"), cwd: inside(), from, gpu });
  return Object.fromEntries(checks.map(({ name, state, text }) => [name, [state, text]]));
}

test("checkNativeBinding names everything that is there", async () => {
  writeFiles(inside("site-packages"), {
    ...wheelMembers(),
    "nvidia/cuda_runtime/lib/libcudart.so.12": "",
    "nvidia/cudnn/lib/libcudnn.so.9": "",
  });
  writeFiles(inside("package"), { "lib/napi-v8/tfjs_binding.node": fakeBinding("gpu") });
  const machine: FakeMachine = {
    ...{ compiler: { output: "" }, headers: true, gpu: "NVIDIA H100, 550.54" },
    tensorflow: inside("site-packages", "tensorflow"),
  };
  expect(await check(machine, { gpu: true })).toEqual({
    "C++ compiler": ["ok", "fake c++ 1.2.3 (c++)"],
    "Node headers": ["ok", inside("node", "include", "node")],
    "tfjs-node": ["ok", expect.stringMatching(/^@tensorflow\/tfjs-node-gpu 4\.22\.0 in .*package$/)],
    libtensorflow: ["ok", expect.stringMatching(new RegExp(`^${here.os} ${here.arch} in .*tensorflow$`))],
    "CUDA driver": ["ok", "NVIDIA H100, 550.54"],
    cudart: ["ok", expect.stringMatching(/nvidia\/cuda_runtime\/lib\/libcudart\.so\.12$/)],
    cuDNN: ["ok", expect.stringMatching(/nvidia\/cudnn\/lib\/libcudnn\.so\.9$/)],
    binding: ["ok", "tfjs_binding.node with TensorFlow 2.99.0 computes on the gpu"],
  });
});

test("checkNativeBinding says what to do about what is missing, CUDA only with gpu", async () => {
  const source = { from: inside("none") };
  expect(await check({}, source)).toMatchObject({
    "C++ compiler": ["missing", expect.stringMatching(/g\+\+|xcode-select/)],
    libtensorflow: [
      "missing",
      `${inside("none")} does not exist; pip install tensorflow, or give npx dark-knowledge native install a directory, a wheel or the official tarball with --from`,
    ],
    "CUDA driver": ["no", "needed only for a GPU"],
    binding: ["no", "not built yet: npx dark-knowledge native install"],
  });
  expect(await check({}, { ...source, gpu: true })).toMatchObject({
    "CUDA driver": ["missing", "install the NVIDIA driver"],
  });
});

test("checkNativeBinding sees that a directory holds no libtensorflow, or one for another machine", async () => {
  writeFiles(inside("empty"), { file: "" });
  expect((await check({}, { from: inside("empty") })).libtensorflow).toEqual([
    "missing",
    expect.stringMatching(/empty holds none with its headers; /),
  ]);
  const [os] = here.os === "linux" ? ["darwin"] : ["linux"];
  writeFiles(inside("foreign"), wheelMembers(libraryHead(os)));
  expect((await check({}, { from: inside("foreign") })).libtensorflow).toEqual([
    "missing",
    expect.stringContaining(`foreign is for ${os} ${here.arch}, and this is ${here.os} ${here.arch}`),
  ]);
});

test("checkNativeBinding finds the libtensorflow that was unpacked for the binding, and a binding that does not work", async () => {
  const unpacked = Object.entries(wheelMembers()).map(([path, content]) => [
    path.replace(/^tensorflow\/(lib)/, "deps/lib/$1").replace(/^tensorflow\/include/, "deps/include"),
    content,
  ]);
  writeFiles(inside("package"), {
    ...Object.fromEntries(unpacked),
    "lib/napi-v8/tfjs_binding.node": 'throw new Error("no such symbol")',
  });
  expect(await check({})).toMatchObject({
    libtensorflow: ["ok", expect.stringContaining("package/deps/lib")],
    binding: [
      "missing",
      "the binding does not work: no such symbol; build it again: npx dark-knowledge native install",
    ],
  });
});

test("checkNativeBinding sees another version of the package", async () => {
  writeFiles(inside("package"), { "package.json": '{ "name": "@tensorflow/tfjs-node", "version": "3.18.0" }' });
  expect((await check({}))["tfjs-node"]).toEqual([
    "missing",
    "@tensorflow/tfjs-node has version 3.18.0; npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0",
  ]);
});
