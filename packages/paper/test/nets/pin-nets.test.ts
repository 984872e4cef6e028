import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, fingerprintWeights } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { pinNets } from "../../src/nets/pin-nets.ts";

const inside = useTemporaryDirectory();

async function save(seed: number): Promise<string> {
  const net = createMlp({ exampleShape: [2], hiddenUnits: [], classCount: 2, seed });
  await saveModel(net, inside("net"), { overwrite: true });
  const fingerprint = await fingerprintWeights(net.weights.map((weight) => weight.read()));
  net.dispose();
  return fingerprint;
}

test("pinNets gives nets from files the fingerprint of their weights, however deep they are, and changes nothing else", async () => {
  const fingerprint = await save(1);
  const file = { kind: "file", path: inside("net") };
  const spec = {
    dataset: "digits",
    teacher: file,
    students: [
      { kind: "mlp", hidden: [4] },
      { ...file, name: "a" },
    ],
  };
  const pinned = await pinNets(spec);
  expect(pinned).toEqual({
    ...spec,
    teacher: { ...file, fingerprint },
    students: [spec.students[0], { ...file, name: "a", fingerprint }],
  });
  expect(await pinNets(pinned)).toEqual(pinned);
  await save(2);
  await expect(pinNets(pinned)).rejects.toThrow(
    `spec: teacher.path must be the net of fingerprint ${fingerprint}, got ${inside("net")} of `,
  );
});

test("pinNets gives ONNX teachers the hash of their file, and leaves other teachers from elsewhere as they are", async () => {
  writeFileSync(inside("big.onnx"), "model");
  const external = { kind: "external", from: inside("big.onnx") };
  const fingerprint = createHash("sha256").update("model").digest("hex");
  expect(await pinNets({ teacher: external })).toEqual({ teacher: { ...external, fingerprint } });
  const command = { teacher: { kind: "external", from: "cmd: true" } };
  expect(await pinNets(command)).toEqual(command);
  await expect(pinNets({ teacher: { ...external, fingerprint: "ab" } })).rejects.toThrow(
    `spec: teacher.from must be the file of SHA-256 ab, got ${inside("big.onnx")} of `,
  );
  await expect(pinNets({ teacher: { ...external, from: inside("no.onnx") } })).rejects.toThrow(
    "spec: teacher.from must be a file that can be read (ENOENT), got ",
  );
});

test("pinNets refuses soft targets in the place of a net", async () => {
  mkdirSync(inside("answers"));
  writeFileSync(inside("answers/manifest.json"), "{}");
  await expect(pinNets({ student: { kind: "file", path: inside("answers") } })).rejects.toThrow(
    `spec: student.path must be a net, got soft targets in ${inside("answers")}`,
  );
});
