import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { gzipSync } from "node:zlib";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createTar } from "nanotar";
import { expect, test } from "vitest";
import { loadSpokenDigits } from "../../src/node/index.ts";
import { wavBytes } from "../wav-bytes.ts";

const inside = useTemporaryDirectory();
const wav = (sample: number, sampleRate = 8000) => wavBytes([sample, 0, 2 * sample], { sampleRate });

function fill(folder: string, files: Readonly<Record<string, Uint8Array>>): string {
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(inside(folder, name)), { recursive: true });
    writeFileSync(inside(folder, name), bytes);
  }
  return inside(folder);
}

const files = {
  "recordings/3_bob_4.wav": wav(1),
  "recordings/3_ann_4.wav": wav(2),
  "recordings/3_ann_10.wav": wav(3),
  "recordings/0_ann_5.wav": wav(4),
  "recordings/README.md": Buffer.from("no sound"),
};

test("loadSpokenDigits reads a directory, or an archive, and splits as its authors do", async () => {
  const path = fill("digits", files);
  const { training, test: held, sampleRate, remarks } = await loadSpokenDigits({ path });
  const samples = (sample: number) => Float32Array.of(sample / 2 ** 15, 0, sample / 2 ** 14);
  expect(training).toEqual([
    { digit: 0, speaker: "ann", index: 5, samples: samples(4) },
    { digit: 3, speaker: "ann", index: 10, samples: samples(3) },
  ]);
  expect(held).toEqual([
    { digit: 3, speaker: "ann", index: 4, samples: samples(2) },
    { digit: 3, speaker: "bob", index: 4, samples: samples(1) },
  ]);
  expect([sampleRate, remarks]).toEqual([8000, []]);
  const tar = createTar(Object.entries(files).map(([name, data]) => ({ name, data: new Uint8Array(data) })));
  for (const [name, bytes] of Object.entries({ "a.tar": tar, "a.tgz": gzipSync(tar) })) {
    expect(await loadSpokenDigits({ path: `${fill("archives", { [name]: bytes })}/${name}` })).toEqual({
      ...{ training, test: held, sampleRate, remarks },
    });
  }
});

test("loadSpokenDigits resamples, and says of which files", async () => {
  const path = fill("mixed", { "1_ann_0.wav": wav(1, 16_000), "1_ann_1.wav": wav(1) });
  const { test: held, remarks } = await loadSpokenDigits({ path });
  expect(held.map(({ samples }) => samples.length)).toEqual([2, 3]);
  expect(remarks).toEqual([{ path: "1_ann_0.wav", remark: "resampled from 16000 to 8000 samples a second" }]);
});

test.each<[string, Readonly<Record<string, Uint8Array>>, string]>([
  ["another name", { "one.wav": wav(1) }, "one.wav: must have a name like 7_jackson_32.wav: digit, speaker, number"],
  [
    "twice the same",
    { "a/1_x_2.wav": wav(1), "b/1_x_02.wav": wav(1) },
    "b/1_x_02.wav: is there already, in another folder",
  ],
  ["no samples", { "1_x_2.wav": wavBytes([]) }, "1_x_2.wav: has no samples"],
  ["a damaged file", { "1_x_2.wav": wav(1).subarray(0, 9) }, "1_x_2.wav: the bytes are no WAV file"],
])("loadSpokenDigits refuses %s", async (name, broken, message) => {
  const path = fill(`broken ${name}`, broken);
  await expect(loadSpokenDigits({ path })).rejects.toThrow(`loadSpokenDigits: ${path}: ${message}`);
});

test("loadSpokenDigits refuses what is not there, and what is no archive", async () => {
  const path = inside("nowhere");
  await expect(loadSpokenDigits({ path })).rejects.toThrow(`loadSpokenDigits: ${path} cannot be read (ENOENT)`);
  const text = `${fill("texts", { "text.tar": Buffer.from("no archive".repeat(200)) })}/text.tar`;
  await expect(loadSpokenDigits({ path: text })).rejects.toThrow(/^loadSpokenDigits: .*text\.tar /);
});
