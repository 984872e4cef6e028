import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { beforeEach, expect, test } from "vitest";
import { findTensorflowPackage } from "../../../src/node/internal/find-tensorflow-package.ts";
import { installBinding } from "../../../src/node/internal/install-binding.ts";
import {
  type FakeMachine,
  fakeBinding,
  fakeEnvironment,
  libraryHead,
  PACKAGE_FILES,
  TARBALL_MEMBERS,
  wheelMembers,
  writeFiles,
} from "../fake-native.ts";
import { zip } from "../zip.ts";

const inside = useTemporaryDirectory();
const here = { os: process.platform, arch: process.arch };
const working: FakeMachine = { compiler: { output: fakeBinding() }, headers: true };

beforeEach(() => {
  writeFiles(inside("package"), PACKAGE_FILES);
});

function install(from: string, machine = working, { gpu = false, signal = new AbortController().signal } = {}) {
  const { PATH, ...environment } = fakeEnvironment(inside(), machine);
  return installBinding({
    package: findTensorflowPackage({ into: inside("package"), cwd: inside() })!,
    compiler: "c++",
    nodeHeaders: inside("node", "include", "node"),
    report: () => {},
    // Behind the fake tools, tar is needed.
    environment: { ...environment, PATH: `${PATH}:${process.env.PATH}` },
    ...{ from, here, gpu, signal },
  });
}

const binding = () => inside("package", "lib", "napi-v8", "tfjs_binding.node");
const parts = () => readdirSync(inside("package")).sort();

test("installBinding links a directory's libraries, and has them found where they are", async () => {
  writeFiles(inside("tf"), TARBALL_MEMBERS);
  expect(await install(inside("tf"))).toEqual({ tensorflow: "2.99.0", device: "cpu" });
  expect(readFileSync(binding(), "utf8")).toBe(fakeBinding());
  expect(readlinkSync(inside("package", "deps", "lib"))).toBe(join(realpathSync(inside("tf")), "lib"));
  expect(parts()).toEqual(["binding", "deps", "lib", "package.json"]);
  const words: string[] = JSON.parse(readFileSync(inside("arguments.json"), "utf8"));
  expect(words).toContain(`-I${inside("node", "include", "node")}`);
  expect(words.join(" ")).toMatch(/-Wl,-rpath,(\$ORIGIN|@loader_path)\/\.\.\/\.\.\/deps\/lib/);
  expect(words.filter((word) => word.includes("libtensorflow"))).toHaveLength(2);
});

test("installBinding takes the folder of Python's package, and the site-packages around it", async () => {
  writeFiles(inside("site-packages"), wheelMembers());
  await install(inside("site-packages", "tensorflow"));
  await install(inside("site-packages"));
  expect(readlinkSync(inside("package", "deps", "lib"))).toBe(
    join(realpathSync(inside("site-packages")), "tensorflow"),
  );
});

test("installBinding unpacks a wheel, or the official tarball, beside the binding", async () => {
  writeFileSync(inside("tensorflow.whl"), zip(wheelMembers()));
  await install(inside("tensorflow.whl"));
  const headers = () => readFileSync(inside("package", "deps", "include", "tensorflow", "c", "c_api.h"), "utf8");
  expect(readlinkSync(inside("package", "deps", "lib"))).toBe(join("unpacked", "tensorflow"));
  expect(headers()).toBe("// c_api\n");
  writeFiles(inside("tf"), TARBALL_MEMBERS);
  execFileSync("tar", ["-czf", inside("libtensorflow.tar.gz"), "-C", inside("tf"), "lib", "include"]);
  await install(inside("libtensorflow.tar.gz"));
  expect(readlinkSync(inside("package", "deps", "lib"))).toBe(join("unpacked", "lib"));
  expect(headers()).toBe("// c_api\n");
});

const failures: [string, FakeMachine, string][] = [
  [
    "the compiler complains",
    { compiler: { complaint: "In file x:\nx.cc:1: fatal error: no such header\nmore" } },
    "c++ cannot build the binding: x.cc:1: fatal error: no such header",
  ],
  [
    "the binding cannot be loaded",
    { compiler: { output: 'throw new Error("undefined symbol: TF_Version")' } },
    "the binding does not work: undefined symbol: TF_Version",
  ],
  [
    "the binding computes wrongly",
    { compiler: { output: fakeBinding("cpu", [1, 2, 3, 4]) } },
    "the binding does not work: computes [[1, 2], [3, 4]]·[[5, 6], [7, 8]] as 1,2,3,4",
  ],
  [
    "the binding ends the process",
    { compiler: { output: "process.exit(3)" } },
    "the binding does not work: its process was ended",
  ],
];

test.each(failures)("installBinding leaves what was there when %s", async (_, machine, message) => {
  writeFiles(inside("tf"), TARBALL_MEMBERS);
  await install(inside("tf"));
  await expect(install(inside("tf"), machine)).rejects.toThrow(new Error(message));
  expect(readFileSync(binding(), "utf8")).toBe(fakeBinding());
  expect(parts()).toEqual(["binding", "deps", "lib", "package.json"]);
});

test("installBinding with gpu insists on one", async () => {
  writeFiles(inside("tf"), TARBALL_MEMBERS);
  await expect(install(inside("tf"), working, { gpu: true })).rejects.toThrow(
    new Error(
      'TensorFlow 2.99.0 finds no GPU that it can use; look at "npx dark-knowledge native install --check --gpu"',
    ),
  );
  expect(existsSync(binding())).toBe(false);
  const machine = { ...working, compiler: { output: fakeBinding("gpu") } };
  expect(await install(inside("tf"), machine, { gpu: true })).toMatchObject({ device: "gpu" });
});

test("installBinding says in one line what is wrong with the source", async () => {
  writeFiles(inside(), { "notes.txt": "text", "empty/file": "", "cut.tar.gz": Uint8Array.of(0x1f, 0x8b, 8, 0) });
  writeFiles(inside("foreign"), { ...TARBALL_MEMBERS, ...only("lib/", libraryHead("win32")) });
  const shape =
    "holds no libtensorflow with its headers; expected lib/libtensorflow.so and include/, as in the official tarball, " +
    "or libtensorflow_cc.so.2 and include/, as in Python's site-packages/tensorflow";
  const cases: [string, string | RegExp][] = [
    ["none", `from: ${inside("none")} does not exist`],
    ["notes.txt", `from: ${inside("notes.txt")} is neither a wheel (zip) nor a tarball (gzip)`],
    ["empty", `from: ${inside("empty")} ${shape}`],
    ["cut.tar.gz", /^from: tar cannot unpack \S+ \(.+\)$/],
    [
      "foreign",
      `from: the libtensorflow in ${inside("foreign")} is for win32 ${process.arch}, and this is ${here.os} ${here.arch}; ` +
        "take the one that was built for this machine",
    ],
    ["package/deps", /^from: \S+ lies in the package whose parts are replaced; copy it elsewhere first$/],
  ];
  for (const [from, message] of cases) {
    const error = await install(inside(from)).then(String, (reason: Error) => reason.message);
    if (typeof message === "string") expect(error).toBe(message);
    else expect(error).toMatch(message);
  }
  expect(parts()).toEqual(["binding", "package.json"]);
});

test("installBinding leaves nothing behind when it is interrupted", async () => {
  writeFiles(inside("tf"), TARBALL_MEMBERS);
  const signal = AbortSignal.abort(new Error("interrupted"));
  await expect(install(inside("tf"), working, { signal })).rejects.toThrow(new Error("interrupted"));
  expect(parts()).toEqual(["binding", "package.json"]);
});

/** The members under a folder, with another content. */
function only(folder: string, content: Uint8Array): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.keys(TARBALL_MEMBERS)
      .filter((path) => path.startsWith(folder))
      .map((path) => [path, content]),
  );
}
