import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { distilByHand } from "../src/distil-by-hand.ts";

test("the teacher helps the small net, and nothing is left behind", async () => {
  const before = tf.memory().numTensors;
  const { teacher, hard, distilled } = await distilByHand(300);
  expect(teacher).toBeLessThan(hard);
  expect(distilled).toBeLessThan(hard);
  expect(tf.memory().numTensors).toBe(before);
});
