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
