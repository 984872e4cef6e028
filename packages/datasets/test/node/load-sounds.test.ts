import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { loadSounds } from "../../src/node/load-sounds.ts";
import { viewOf } from "../../src/view-of.ts";
import { wavBytes } from "../wav-bytes.ts";

const inside = useTemporaryDirectory();

function fill(files: Readonly<Record<string, Uint8Array>>): string {
  mkdirSync(inside("wav"), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(inside("wav", name), bytes);
  return inside("wav");
}

test("loadSounds makes sequences of samples, the mean of the channels, with classes from the paths", async () => {
  const directory = fill({
    "7_ann_0.wav": wavBytes([16_384, -16_384, 8192]),
    "10_bob_0.wav": wavBytes([16_384, 0, 0, 8192], { channels: 2 }),
  });
  const { dataset, files, sampleRate } = await loadSounds(directory, { labelOf: (path) => path.split("_")[0] });
  expect([files, sampleRate]).toEqual([["10_bob_0.wav", "7_ann_0.wav"], 8000]);
  expect(dataset.targets).toEqual({ kind: "classes", classNames: ["7", "10"], labels: Int32Array.of(1, 0) });
  const { samples } = viewOf(dataset, [0, 1], 0).inputs;
  expect(samples).toMatchObject({
    values: Float32Array.of(0.25, 0.125, 0, 0.5, -0.5, 0.25),
    lengths: Int32Array.of(2, 3),
  });
});

test("loadSounds refuses another sample rate and damaged files, or leaves them out", async () => {
  const directory = fill({
    "a.wav": wavBytes([1]),
    "b.wav": wavBytes([1], { sampleRate: 16_000 }),
    "c.wav": wavBytes([1]).subarray(0, 30),
  });
  await expect(loadSounds(directory)).rejects.toThrow(
    `loadSounds: ${inside("wav", "b.wav")}: has 16000 samples a second, not 8000; resample it (onBroken: "skip" leaves it out)`,
  );
  const { files, skipped } = await loadSounds(directory, { onBroken: "skip", sampleRate: 16_000 });
  expect(files).toEqual(["b.wav"]);
  expect(skipped.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    "a.wav has 8000 samples a second, not 16000; resample it",
    'c.wav the file is truncated: its part "fmt" has 16 bytes, there are 10',
  ]);
});
