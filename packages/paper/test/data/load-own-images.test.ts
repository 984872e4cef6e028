import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { classNamesOf, datasetSize, inputShape } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import { loadOwnData } from "../../src/data/load-own-data.ts";

const inside = useTemporaryDirectory();

function write(path: string, level: number, channels: 1 | 3, blue = level): void {
  mkdirSync(dirname(inside(path)), { recursive: true });
  const pixel = channels === 1 ? [level] : [level, level, blue];
  const data = Uint8Array.from(Array(24).fill(pixel).flat());
  writeFileSync(inside(path), encode({ width: 6, height: 4, channels, data }));
}

test("images are read from class-named folders, resized and split; grey ones have one channel", async () => {
  for (let index = 0; index < 20; index++) {
    write(`grey/dark/${index}.png`, index, 1);
    write(`grey/light/${index}.png`, 200 + index, 3);
  }
  writeFileSync(inside("grey", "notes.txt"), "none");
  const { training, validation, test: held, facts } = await loadOwnData({ path: inside("grey"), imageSize: 8 }, {});
  expect([training, validation!, held].map(datasetSize)).toEqual([29, 3, 8]);
  expect([classNamesOf(training), inputShape(training)]).toEqual([
    ["dark", "light"],
    [8, 8, 1],
  ]);
  expect(training.columns.image!.source).toMatchObject({ kind: "image", channels: 1 });
  const row = training.rows.at(-1)!;
  expect(training.columns.image!.values.subarray(64 * row, 64 * row + 64).every((value) => value >= 200)).toBe(true);
  expect(facts![0]).toBe(`${inside("grey")}: 40 images of 2 classes, resized to 8 × 8 × 1; files of other kinds: 1`);
});

test("coloured images have three channels, and a test set has the classes of the training set", async () => {
  for (let index = 0; index < 4; index++) {
    write(`train/a/${index}.png`, index, 3, 90);
    write(`train/b/${index}.png`, index, 3, 10);
  }
  write("test/b/1.png", 1, 3, 10);
  const spec = { path: inside("train"), test: inside("test"), imageSize: 4 };
  const { training, test: held } = await loadOwnData(spec, { validationSize: 0 });
  expect([inputShape(training), inputShape(held)]).toEqual([
    [4, 4, 3],
    [4, 4, 3],
  ]);
  expect(held.targets).toMatchObject({ labels: Int32Array.of(1), classNames: ["a", "b"] });
  write("test/c/1.png", 1, 3, 10);
  await expect(loadOwnData(spec, {})).rejects.toThrow('must have folders of the student\'s classes (a, b), got "c"');
  await expect(loadOwnData({ path: inside("train", "a") }, {})).rejects.toThrow(
    "spec: data.path must have a folder of images for each of at least two classes",
  );
});
