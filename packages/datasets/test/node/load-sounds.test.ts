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

test("loadSounds resamples other sample rates, and says so; damaged and empty files are refused, or left out", async () => {
  const tone = (rate: number, level = 9000) =>
    Array.from({ length: rate / 10 }, (_, n) =>
      Math.max(-32_768, Math.min(32_767, Math.round(level * Math.sin((2 * Math.PI * 440 * n) / rate)))),
    );
  const directory = fill({
    "a.wav": wavBytes(tone(8000)),
    "b.wav": wavBytes(tone(16_000), { sampleRate: 16_000 }),
    "c.wav": wavBytes(tone(8000, 60_000)),
    "d.wav": wavBytes([]),
    "e.wav": wavBytes([1]).subarray(0, 30),
  });
  await expect(loadSounds(directory)).rejects.toThrow(
    `loadSounds: ${inside("wav", "d.wav")}: has no samples (onBroken: "skip" leaves it out)`,
  );
  const { dataset, files, sampleRate, skipped, remarks } = await loadSounds(directory, { onBroken: "skip" });
  expect([files, sampleRate]).toEqual([["a.wav", "b.wav", "c.wav"], 8000]);
  const { values, offsets } = dataset.columns.samples!;
  expect(offsets).toEqual(Int32Array.of(0, 800, 1600, 2400));
  // Both are the same tone, but for the silence around the second.
  expect(values.slice(840, 1560)).toBeAllClose(values.slice(40, 760), { rtol: 0, atol: 2e-4 });
  expect(remarks.map(({ path, remark }) => `${path} ${remark}`)).toEqual([
    "b.wav resampled from 16000 to 8000 samples a second",
    expect.stringMatching(/^c\.wav clipped: [3-6]\d\d of 800 samples at the limit$/),
  ]);
  expect(skipped.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
    "d.wav has no samples",
    'e.wav the file is truncated: its part "fmt" has 16 bytes, there are 10',
  ]);
  const high = await loadSounds(directory, { onBroken: "skip", sampleRate: 16_000 });
  expect(high.dataset.columns.samples!.offsets).toEqual(Int32Array.of(0, 1600, 3200, 4800));
});
