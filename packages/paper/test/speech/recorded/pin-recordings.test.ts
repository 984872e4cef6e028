import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { pinRecordings } from "../../../src/speech/recorded/pin-recordings.ts";
import { resolveSpeechSpec } from "../../../src/speech/speech-spec.ts";

const inside = useTemporaryDirectory();

test("a fingerprint is that of the files, and others are refused", async () => {
  const path = inside("an4");
  mkdirSync(path);
  writeFileSync(inside("an4", "an4.phone"), "AH\n");
  const { data } = await pinRecordings(resolveSpeechSpec({ data: { path } }));
  expect(data).toEqual({ path, fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await pinRecordings(resolveSpeechSpec({ data: data! }))).data).toEqual(data);
  writeFileSync(inside("an4", "an4.phone"), "SIL\n");
  await expect(pinRecordings(resolveSpeechSpec({ data: data! }))).rejects.toThrow(
    `spec: data.path must be the data of fingerprint ${data!.fingerprint}`,
  );
});

test("a made-up language has no files", async () => {
  const spec = resolveSpeechSpec({});
  expect(await pinRecordings(spec)).toBe(spec);
});

test("files that are not there are refused", async () => {
  const spec = resolveSpeechSpec({ data: { path: inside("nowhere") } });
  await expect(pinRecordings(spec)).rejects.toThrow("spec: data.path must be files that can be read (ENOENT)");
});
