import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { pinAn4 } from "../../../src/speech/an4/pin-an4.ts";
import { resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";

const inside = useTemporaryDirectory();

test("a fingerprint is that of the files, and others are refused", async () => {
  const path = inside("an4");
  mkdirSync(path);
  writeFileSync(inside("an4", "an4.phone"), "AH\n");
  const { data } = await pinAn4(resolveSpeechSpec({ data: { path } }));
  expect(data).toEqual({ path, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await pinAn4(resolveSpeechSpec({ data: data! }))).data).toEqual(data);
  writeFileSync(inside("an4", "an4.phone"), "SIL\n");
  await expect(pinAn4(resolveSpeechSpec({ data: data! }))).rejects.toThrow(
    `spec: data.path must be the data of fingerprint ${data!.fingerprint}`,
  );
});

test("a made-up language has no files", async () => {
  const spec = resolveSpeechSpec({});
  expect(await pinAn4(spec)).toBe(spec);
});

test("files that are not there are refused", async () => {
  const spec = resolveSpeechSpec({ data: { path: inside("nowhere") } });
  await expect(pinAn4(spec)).rejects.toThrow("spec: data.path must be files that can be read (ENOENT)");
});
