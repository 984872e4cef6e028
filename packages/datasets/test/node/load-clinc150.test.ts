import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clinc150Of, loadClinc150 } from "../../src/node/load-clinc150.ts";
import { releaseFile, temporaryDirectory } from "./tiny-release.ts";

test("loadClinc150 names the file that a directory lacks, and accepts no other under its name", async () => {
  const directory = await temporaryDirectory();
  await expect(loadClinc150({ directory })).rejects.toThrow(
    new Error(
      `loadClinc150: directory ${directory} lacks data_full.json (plain or with .gz); put data/data_full.json of github.com/clinc/oos-eval there`,
    ),
  );
  const path = join(directory, "data_full.json");
  await writeFile(path, "{}");
  const got = releaseFile("", Buffer.from("{}")).sha256;
  await expect(loadClinc150({ directory })).rejects.toThrow(
    new Error(
      `loadClinc150: ${path} is not the published file: expected SHA-256 ` +
        `36923c3705a59e08fe9c3883d8bc2dd966ef93e22cb78ac41171782a698d56e0, got ${got} ` +
        "(expected 2495390 bytes, got 2); replace it",
    ),
  );
});

test("the intents are numbered in alphabetical order, and a sentence of none is −1", () => {
  const {
    classNames,
    train,
    test: tested,
    outOfScope,
  } = clinc150Of({
    train: [
      ["play a song", "music"],
      ["wake me at six", "alarm"],
    ],
    val: [],
    test: [["play it again", "music"]],
    oos_train: [],
    oos_val: [],
    oos_test: [["why is the sky blue", "oos"]],
  });
  expect(classNames).toEqual(["alarm", "music"]);
  expect(train).toEqual({ texts: ["play a song", "wake me at six"], labels: Int32Array.of(1, 0) });
  expect(tested.labels).toEqual(Int32Array.of(1));
  expect(outOfScope.test).toEqual({ texts: ["why is the sky blue"], labels: Int32Array.of(-1) });
});
