import { expect, test } from "vitest";
import { openEncoder } from "../../src/intents/sentence-encoder.ts";

test("the sentence encoder gives similar vectors to sentences of similar meaning, and leaves this process alone", async () => {
  const globals = Object.keys(globalThis);
  const { dimension, embed, close } = await openEncoder("universal-sentence-encoder-lite");
  try {
    const vectors = await embed(["how much money do i have", "what is my balance", "play some music"]);
    expect(vectors).toHaveLength(3 * dimension);
    const dot = (one: number, other: number) =>
      vectors
        .subarray(one * dimension, (one + 1) * dimension)
        .reduce((sum, value, axis) => sum + value * vectors[other * dimension + axis]!, 0);
    expect(dot(0, 0)).toBeCloseTo(1, 2);
    expect(dot(0, 1)).toBeGreaterThan(dot(0, 2) + 0.1);
    // One sentence more changes no vector.
    const [again] = [await embed(["what is my balance"])];
    expect(again).toBeAllClose(vectors.subarray(dimension, 2 * dimension), { atol: 1e-5 });
  } finally {
    await close();
  }
  expect(Object.keys(globalThis)).toEqual(globals);
});
