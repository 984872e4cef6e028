import { mkdirSync } from "node:fs";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { trainNet } from "../../src/nets/train-net.ts";
import { loadSpeechData } from "../../src/speech/load-speech-data.ts";
import { resolveSpeechSpec } from "../../src/speech/speech-spec.ts";
import { tuneDecoding } from "../../src/speech/tune-decoding.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { taskContext } from "../fixtures/task-context.ts";
import { TINY_AN4 } from "../fixtures/tiny-an4.ts";
import { writeAn4 } from "../fixtures/write-an4.ts";

const inside = useTemporaryDirectory();

test("the weight and the penalty with the fewest word errors on the validation set are chosen, the first of equals", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const spec = resolveSpeechSpec(TINY_AN4, { data: { path: writeAn4(inside("an4")) } });
  const data = await loadSpeechData(spec, dataSource({ cache: inside("cache") }));
  mkdirSync(inside("net"));
  mkdirSync(inside("scratch"));
  const net = { directory: inside("net"), result: {} };
  await trainNet.run(
    { net: spec.net, seed: 1, isKept: true },
    { ...taskContext(data, inside("net")), scratch: inside("scratch") },
  );
  // With a penalty of 300 nats a word, nothing is recognised.
  const decoding = { languageWeights: [1, 1], insertionPenalties: [300, 0], beam: 1000 };
  const { candidates, ...chosen } = await tuneDecoding.run(
    decoding,
    taskContext(data, inside("words"), { needs: { net } }),
  );
  expect(chosen).toEqual({ languageWeight: 1, insertionPenalty: 0 });
  expect(candidates.map(({ insertionPenalty }) => insertionPenalty)).toEqual([300, 0, 300, 0]);
  const [silent, best, ...same] = candidates.map(({ wordErrorRate }) => wordErrorRate);
  expect(silent).toBeGreaterThan(0.6);
  expect(best).toBeLessThan(0.3);
  expect(same).toEqual([silent, best]);
});
