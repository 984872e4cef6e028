import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { expect, test } from "vitest";
import { describeSoftTargets, summariseSoftTargets } from "../src/index.ts";
import { importSoftTargets, openSoftTargets } from "../src/node/index.ts";

const inside = useTemporaryDirectory();

test("a store is described by its facts, how soft it is, and what is taken for what", async () => {
  const answers = {
    probs: [0.75, 0.25, 0.1, 0.9],
    ids: [0, 7],
    classNames: ["cat", "dog"],
    temperature: 2,
  };
  await importSoftTargets(inside("answers"), answers);
  const store = await openSoftTargets(inside("answers"));
  try {
    const { facts, entropies, confusions } = describeSoftTargets("mine", store, await summariseSoftTargets(store));
    expect(facts).toEqual([
      ["store", "mine"],
      ["teacher", store.manifest.teacherFingerprint],
      ["answers", "2: 2 examples × 1 view"],
      ["shape", `[2, 2], full rows, ${store.manifest.encoding.dtype}`],
      ["came as", "probs at temperature 2"],
      ["size", `${store.manifest.shards[0]!.bytes.toLocaleString("en-US")} bytes in 1 file`],
    ]);
    expect([entropies[0], entropies.at(-1)]).toEqual([
      ["temperature", "mean entropy in nats"],
      ["uniform", "0.6931"],
    ]);
    expect(confusions.map((row) => row.slice(0, 2))).toEqual([
      ["predicted", "runner-up"],
      ...[
        ["cat", "dog"],
        ["dog", "cat"],
      ].sort(),
    ]);
  } finally {
    await store.close();
  }
});

test("what is no store or no summary is refused by name", () => {
  expect(() => describeSoftTargets("mine", 3 as never, {} as never)).toThrow(/^describeSoftTargets: /);
});
