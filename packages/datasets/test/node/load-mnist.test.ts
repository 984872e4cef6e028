import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadMnist } from "../../src/node/load-mnist.ts";
import { fakeFetch, releaseFile, temporaryDirectory } from "./tiny-release.ts";

test("loadMnist asks each public mirror before it gives up, and names the four files", async () => {
  const { fetch, asked } = fakeFetch({});
  await expect(loadMnist({ fetch })).rejects.toThrow(
    "put train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte " +
      "(plain or with .gz) into a directory that you give as directory",
  );
  expect(asked).toEqual([
    "https://ossci-datasets.s3.amazonaws.com/mnist/train-images-idx3-ubyte.gz",
    "https://storage.googleapis.com/cvdf-datasets/mnist/train-images-idx3-ubyte.gz",
  ]);
});

test("loadMnist accepts no other file under the published names", async () => {
  const directory = await temporaryDirectory();
  const path = join(directory, "train-images-idx3-ubyte");
  await writeFile(path, "something else");
  const got = releaseFile("", Buffer.from("something else")).sha256;
  await expect(loadMnist({ directory })).rejects.toThrow(
    new Error(
      `loadMnist: ${path} is not the published file: expected SHA-256 ` +
        `ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db, got ${got} ` +
        "(expected 47040016 bytes, got 14); replace it, or leave directory out to download",
    ),
  );
});
