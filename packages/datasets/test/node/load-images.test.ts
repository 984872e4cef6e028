import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { encode } from "fast-png";
import { expect, test } from "vitest";
import { classNamesOf } from "../../src/class-names-of.ts";
import { image } from "../../src/image.ts";
import { labelsOf } from "../../src/labels-of.ts";
import { loadImages } from "../../src/node/load-images.ts";
import { viewOf } from "../../src/view-of.ts";

const inside = useTemporaryDirectory();
const SIZE = { height: 2, width: 2, channels: 1 } as const;

/** A square PNG of one level. */
const square = (level: number, side: number) =>
  encode({ width: side, height: side, channels: 1, data: new Uint8Array(side * side).fill(level) });

function fill(folder: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  for (const [path, contents] of Object.entries(files)) {
    const full = join(inside(folder), path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, contents);
  }
  return inside(folder);
}

test("loadImages brings pictures to one size, with a class for each folder, in the order of paths", async () => {
  const directory = fill("a", {
    "dog/b.png": square(30, 5),
    "cat/deep/x.PNG": square(20, 1),
    "dog/a.png": square(10, 2),
    "dog/notes.txt": "no picture",
    "loose.png": square(40, 3),
  });
  const seen: [number, number][] = [];
  const { dataset, files, skipped, others } = await loadImages(directory, {
    ...SIZE,
    onProgress: (done, total) => seen.push([done, total]),
  });
  expect(files).toEqual(["cat/deep/x.PNG", "dog/a.png", "dog/b.png", "loose.png"]);
  expect(classNamesOf(dataset)).toEqual(["cat", "dog"]);
  expect([...labelsOf(dataset)]).toEqual([0, 1, 1, -1]);
  expect(viewOf(dataset, [2], 0).inputs.image!.values).toEqual(new Float32Array(4).fill(30 / 255));
  expect(dataset.columns.image!.source).toEqual(image(SIZE));
  expect([skipped, others]).toEqual([[], 1]);
  expect(seen.at(-1)).toEqual([4, 4]);
});

test("loadImages takes the classes from what it is told, numbers by size, and needs none", async () => {
  const directory = fill("b", { "10-a.png": square(1, 1), "9-b.png": square(2, 1) });
  const numbered = await loadImages(directory, { ...SIZE, labelOf: (path) => path.split("-")[0] });
  expect(classNamesOf(numbered.dataset)).toEqual(["9", "10"]);
  expect([...labelsOf(numbered.dataset)]).toEqual([1, 0]);
  expect((await loadImages(directory, SIZE)).dataset.targets).toEqual({ kind: "none" });
});

test("loadImages refuses a damaged picture, or leaves it out and names it", async () => {
  const directory = fill("c", {
    "x/1.png": square(10, 2),
    "x/2.png": square(20, 2).subarray(0, 40),
    "y/3.jpg": "no picture",
  });
  await expect(loadImages(directory, SIZE)).rejects.toThrow(
    `loadImages: ${join(directory, "x/2.png")}: the PNG is damaged (`,
  );
  const { dataset, files, skipped } = await loadImages(directory, { ...SIZE, onBroken: "skip" });
  expect(files).toEqual(["x/1.png"]);
  expect(skipped).toEqual([
    { path: "x/2.png", reason: expect.stringContaining("the PNG is damaged (") },
    { path: "y/3.jpg", reason: "the bytes are neither PNG nor JPEG" },
  ]);
  expect(dataset.rows).toHaveLength(1);
  expect(dataset.columns.image!.values).toHaveLength(4);
});

test("loadImages says what is wrong with a directory or an option", async () => {
  await expect(loadImages(inside("none"), SIZE)).rejects.toThrow(
    `loadImages: ${inside("none")} cannot be read (ENOENT`,
  );
  const empty = fill("d", { "x.txt": "" });
  await expect(loadImages(empty, SIZE)).rejects.toThrow(`loadImages: ${empty} holds no .png, .jpg, .jpeg files`);
  const broken = fill("e", { "x.png": "x" });
  await expect(loadImages(broken, { ...SIZE, onBroken: "skip" })).rejects.toThrow(
    `loadImages: ${broken} holds no file that can be read; x.png: the bytes are neither PNG nor JPEG`,
  );
  await expect(loadImages(broken, { ...SIZE, onBroken: "ignore" as never })).rejects.toThrow(
    'loadImages: onBroken must be one of "refuse", "skip", got "ignore"',
  );
  const controller = new AbortController();
  controller.abort(new Error("enough"));
  await expect(loadImages(broken, { ...SIZE, signal: controller.signal })).rejects.toThrow("enough");
});
