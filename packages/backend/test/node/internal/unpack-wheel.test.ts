import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { unpackWheel } from "../../../src/node/internal/unpack-wheel.ts";
import { libraryHead, wheelMembers } from "../fake-native.ts";
import { zip } from "../zip.ts";

const inside = useTemporaryDirectory();
const here = { os: process.platform, arch: process.arch };
const unpack = (wheel: string, signal = new AbortController().signal) =>
  unpackWheel(wheel, inside("target"), { here, signal });

test("unpackWheel takes the libraries and the C headers, and nothing else", async () => {
  writeFileSync(inside("tensorflow.whl"), zip(wheelMembers()));
  await unpack(inside("tensorflow.whl"));
  const files = readdirSync(inside("target"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.map(({ name }) => name.split(".")[0]).sort()).toEqual([
    "c_api",
    "ctstring",
    "libtensorflow_cc",
    "libtensorflow_framework",
  ]);
  expect(readFileSync(inside("target/tensorflow/include/tensorflow/c/c_api.h"), "utf8")).toBe("// c_api\n");
});

test("unpackWheel refuses a wheel for another machine before it writes anything", async () => {
  const [os, arch] = [here.os === "linux" ? "darwin" : "linux", here.arch === "x64" ? "arm64" : "x64"];
  for (const [head, platform] of [
    [libraryHead(os), `${os} ${here.arch}`],
    [libraryHead(here.os, arch), `${here.os} ${arch}`],
  ] as const) {
    writeFileSync(inside("other.whl"), zip(wheelMembers(head)));
    await expect(unpack(inside("other.whl"))).rejects.toThrow(
      new Error(
        `other.whl is for ${platform}, and this is ${here.os} ${here.arch}; take the one that was built for this machine`,
      ),
    );
  }
  expect(readdirSync(inside())).toEqual(["other.whl"]);
});

test("unpackWheel refuses what is not TensorFlow's in one line", async () => {
  writeFileSync(inside("numpy.whl"), zip({ "numpy/__init__.py": "" }));
  await expect(unpack(inside("numpy.whl"))).rejects.toThrow(
    new Error(
      "numpy.whl holds no libtensorflow; take the wheel of tensorflow or tensorflow-cpu, 2.16 or newer, for Linux or macOS",
    ),
  );
});

test("unpackWheel says that a wheel is damaged: cut off, or changed inside", async () => {
  const whole = zip(wheelMembers());
  writeFileSync(inside("cut.whl"), whole.subarray(0, whole.length - 30));
  await expect(unpack(inside("cut.whl"))).rejects.toThrow(/^\S+cut\.whl is damaged \(.+\); download it again$/);
  const overwritten = Buffer.from(whole);
  overwritten.fill("x", whole.length - 200, whole.length - 100);
  writeFileSync(inside("changed.whl"), overwritten);
  await expect(unpack(inside("changed.whl"))).rejects.toThrow(/^\S+changed\.whl is damaged \(.+\); download it again$/);
});

test("unpackWheel stops when it is interrupted", async () => {
  writeFileSync(inside("tensorflow.whl"), zip(wheelMembers()));
  const signal = AbortSignal.abort(new Error("interrupted"));
  await expect(unpack(inside("tensorflow.whl"), signal)).rejects.toThrow(new Error("interrupted"));
});
