import { realpathSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { findTensorflowPackage } from "../../../src/node/internal/find-tensorflow-package.ts";
import { PACKAGE_FILES, writeFiles } from "../fake-native.ts";

const inside = useTemporaryDirectory();

test("findTensorflowPackage takes the folder that it is given", () => {
  writeFiles(inside("somewhere"), PACKAGE_FILES);
  expect(findTensorflowPackage({ into: inside("somewhere"), cwd: inside() })).toEqual({
    name: "@tensorflow/tfjs-node-gpu",
    version: "4.22.0",
    directory: realpathSync(inside("somewhere")),
  });
});

test("findTensorflowPackage refuses a folder that is another package's, or none", () => {
  writeFiles(inside(), { "other/package.json": '{ "name": "other" }' });
  for (const into of [inside("other"), inside("none")]) {
    expect(() => findTensorflowPackage({ into, cwd: inside() })).toThrow(
      new Error(`into: ${into} is not the folder of an installed @tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node`),
    );
  }
});

test("findTensorflowPackage finds the one that selectBackend loads, wherever it is run", () => {
  expect(findTensorflowPackage({ cwd: inside() })).toMatchObject({ version: "4.22.0" });
});
