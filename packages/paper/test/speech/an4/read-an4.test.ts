import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { readAn4 } from "../../../src/speech/an4/read-an4.ts";
import { mfcOf, type OtherFiles, writeAn4 } from "../../fixtures/write-an4.ts";

const inside = useTemporaryDirectory();
const TRAINED = "feat/an4_clstk/fabc/an1-fabc-b.mfc";

test("a directory and an archive of it have the same utterances, in the order of the lists", async () => {
  const directory = writeAn4(inside("an4"));
  const archive = inside("an4.tar.gz");
  execFileSync("tar", ["czf", archive, "-C", inside(), "an4"]);
  const { pronunciations, training, test: tested } = await readAn4(directory);
  expect(pronunciations.get("NO")).toEqual([
    ["N", "OW"],
    ["N", "EH"],
  ]);
  expect(training.map(({ id }) => id).slice(0, 2)).toEqual(["an1-fabc-b", "an2-fabc-b"]);
  expect([training.length, tested.length]).toEqual([30, 12]);
  expect(training[6]).toMatchObject({ speaker: "mdef", words: expect.any(Array), cepstra: { columns: 13 } });
  expect(await readAn4(archive)).toEqual({ pronunciations, training, test: tested });
});

test.each<[string, OtherFiles, string]>([
  ["unknown phones", { "etc/an4.dic": "YES  Y EH ZZ\n" }, "etc/an4.dic: YES has the phone ZZ, not in etc/an4.phone"],
  [
    "unknown words",
    { "etc/an4_test.transcription": "YES MAYBE (an1-fxyz-b)\n" },
    "etc/an4_test.transcription: an1-fxyz-b has the word MAYBE, not in etc/an4.dic",
  ],
  ["transcripts without audio", { [TRAINED]: null }, `${TRAINED}: there is a transcript, and no such file`],
  [
    "transcripts of nothing",
    { "etc/an4_train.fileids": "an4_clstk/fabc/an1-fabc-b\n" },
    "etc/an4_train.fileids: no recording an2-fabc-b, which has a transcript; ",
  ],
  [
    "recordings without transcripts",
    { "etc/an4_test.transcription": "" },
    "etc/an4_test.transcription: no transcript of an1-fxyz-b",
  ],
  ["empty recordings", { [TRAINED]: mfcOf([]) }, `${TRAINED}: 0 frames, too few for its words, which need `],
  [
    "damaged recordings",
    { [TRAINED]: mfcOf([Array(13).fill(1)]).subarray(0, 40) },
    `${TRAINED} is damaged or no Sphinx feature file`,
  ],
  ["empty lists", { "etc/an4_test.fileids": "", "etc/an4_test.transcription": "" }, "an4_test.fileids: no recordings"],
])("%s are refused by file", async (_, files, problem) => {
  const directory = writeAn4(inside("an4"), files);
  await expect(readAn4(directory)).rejects.toThrow(problem);
});

test("several problems are counted, and the first are listed", async () => {
  const directory = writeAn4(inside("an4"), { "etc/an4_test.transcription": "" });
  await expect(readAn4(directory)).rejects.toThrow(/an6-fxyz-b; and 6 more$/);
});

test("what is no AN4 is refused", async () => {
  writeFileSync(inside("noise.tar.gz"), Uint8Array.of(0x1f, 0x8b, 1, 2, 3));
  writeFileSync(inside("text"), "no archive".repeat(100));
  await expect(readAn4(inside("noise.tar.gz"))).rejects.toThrow(/noise\.tar\.gz is no tar archive that can be read/);
  await expect(readAn4(inside("text"))).rejects.toThrow(/text (has no file etc\/an4\.dic|is no tar archive)/);
  await expect(readAn4(inside("nowhere"))).rejects.toThrow(/nowhere cannot be read \(ENOENT\)/);
  await expect(readAn4(inside())).rejects.toThrow(/has no file etc\/an4\.dic/);
});
