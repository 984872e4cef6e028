import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { describe, expect, test } from "vitest";
import { summariseSoftTargets } from "../src/index.ts";
import { createSoftTargetWriter, openSoftTargets, type SoftTargetWriterOptions } from "../src/node/index.ts";

const inside = useTemporaryDirectory();
const LOGITS = Float32Array.from([0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.05, 0.05, 0.9], Math.log);

async function store(encoding: SoftTargetWriterOptions["encoding"] = { kind: "dense", dtype: "float32" }) {
  const writer = await createSoftTargetWriter(inside("s"), {
    classNames: ["ant", "bee", "cat"],
    teacherFingerprint: "t",
    ids: [1, 2, 3],
    encoding,
    rowsPerShard: 2,
  });
  for (let wanted = writer.next(1); wanted !== undefined; wanted = writer.next(1)) {
    const first = (wanted.ids[0]! - 1) * 3;
    await writer.append(LOGITS.slice(first, first + 3));
  }
  await writer.finish();
  await writer.close();
  return openSoftTargets(inside("s"));
}

const entropy = (...probs: number[]) => -probs.reduce((sum, prob) => sum + prob * Math.log(prob), 0);

describe("summariseSoftTargets(softTargets)", () => {
  test("tells entropies, predictions and confusions", async () => {
    const progress: number[] = [];
    const onProgress = (done: number) => progress.push(done);
    const summary = await summariseSoftTargets(await store(), { temperatures: [1, 1e3], pairs: 3, onProgress });
    expect(summary.answers).toBe(3);
    expect(summary.predictedCounts).toEqual([2, 0, 1]);
    const [one, hot] = summary.entropies;
    const expected = (entropy(0.7, 0.2, 0.1) + entropy(0.5, 0.4, 0.1) + entropy(0.05, 0.05, 0.9)) / 3;
    expect(one).toEqual({ temperature: 1, entropy: expect.closeTo(expected, 6) });
    // At a very high temperature every answer is uniform.
    expect(hot!.entropy).toBeCloseTo(Math.log(3), 5);
    // ant is taken for bee with (0.2 + 0.4) / 2, for cat with 0.1; cat for either with 0.05.
    expect(summary.confusions).toEqual([
      { predicted: "ant", other: "bee", meanProb: expect.closeTo(0.3, 6) },
      { predicted: "ant", other: "cat", meanProb: expect.closeTo(0.1, 6) },
      { predicted: "cat", other: "ant", meanProb: expect.closeTo(0.05, 6) },
    ]);
    expect(progress).toEqual([2, 3]);
  });

  test("takes the rest of top-k answers for one class that is in no pair", async () => {
    const summary = await summariseSoftTargets(await store({ kind: "top-k", k: 1, dtype: "float32" }), {
      temperatures: [1],
    });
    const expected = (entropy(0.7, 0.3) + entropy(0.5, 0.5) + entropy(0.9, 0.1)) / 3;
    expect(summary.entropies[0]!.entropy).toBeCloseTo(expected, 5);
    expect(summary.confusions).toEqual([]);
    expect(summary.predictedCounts).toEqual([2, 0, 1]);
  });

  test("names what is wrong, and stops when told to", async () => {
    const softTargets = await store();
    await expect(summariseSoftTargets(softTargets, { temperatures: [1, 0] })).rejects.toThrow(
      "summariseSoftTargets: temperatures[1] must be a positive finite number, got 0",
    );
    await expect(summariseSoftTargets(softTargets, { pairs: -1 })).rejects.toThrow(
      "summariseSoftTargets: pairs must be",
    );
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(summariseSoftTargets(softTargets, { signal })).rejects.toThrow("enough");
    await expect(summariseSoftTargets(softTargets, { signal: { aborted: true } })).rejects.toThrow("aborted");
  });
});
