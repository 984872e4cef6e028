import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadFashionMnist } from "../../src/node/load-fashion-mnist.ts";
import { fakeFetch, releaseFile, temporaryDirectory } from "./tiny-release.ts";

test("loadFashionMnist asks each public mirror before it gives up, and names the four files", async () => {
  const { fetch, asked } = fakeFetch({});
  await expect(loadFashionMnist({ fetch })).rejects.toThrow(
    "put train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte " +
      "(plain or with .gz) into a directory that you give as directory",
  );
  expect(asked).toEqual([
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/train-images-idx3-ubyte.gz",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/train-images-idx3-ubyte.gz",
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/train-images-idx3-ubyte.gz",
  ]);
});

test("loadFashionMnist accepts no other file under the published names", async () => {
  const directory = await temporaryDirectory();
  const path = join(directory, "train-images-idx3-ubyte");
  await writeFile(path, "something else");
  const got = releaseFile("", Buffer.from("something else")).sha256;
  await expect(loadFashionMnist({ directory })).rejects.toThrow(
    new Error(
      `loadFashionMnist: ${path} is not the published file: expected SHA-256 ` +
        `c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888, got ${got} ` +
        "(expected 47040016 bytes, got 14); replace it, or leave directory out to download",
    ),
  );
});
