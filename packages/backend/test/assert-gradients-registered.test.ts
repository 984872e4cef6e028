import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { assertGradientsRegistered } from "../src/assert-gradients-registered.ts";

describe("assertGradientsRegistered(functionName)", () => {
  it("is silent when tfjs can differentiate", () => {
    expect(() => assertGradientsRegistered("train")).not.toThrow();
  });

  it.each([
    ["train", "train"],
    [undefined, "assertGradientsRegistered"],
  ])("throws for %s when it cannot, naming the cure", (functionName, named) => {
    const gradient = tf.getGradient("BatchMatMul");
    tf.unregisterGradient("BatchMatMul");
    try {
      expect(() => assertGradientsRegistered(functionName)).toThrow(
        new Error(
          `${named}: tfjs has no gradients registered; add import "@tensorflow/tfjs-layers" (tfjs-core alone has none in Node)`,
        ),
      );
    } finally {
      tf.registerGradient(gradient);
    }
  });
});
