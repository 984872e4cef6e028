import process from "node:process";
import { useChild } from "@dark-knowledge/testing/node";
import { describe, expect, it } from "vitest";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";

const hasOneDnn = loadOneDnn(process.platform, undefined, () => true) !== undefined;
const EXTERNAL = ["@tensorflow/*", "koffi", "webgpu"];
const start = useChild("convolve-in-workers", {
  packageFolder: new URL("../../..", import.meta.url),
  external: EXTERNAL,
});

describe.runIf(hasOneDnn)("oneDNN", () => {
  it("outlives the threads of Node that loaded it, and lets the process end", async () => {
    const child = start();
    const { stderr, signal } = await child.ended;
    expect({ stderr, signal, exitCode: child.process.exitCode }).toEqual({ stderr: "", signal: null, exitCode: 0 });
    // Of 32×32 windows of 3×3 taps, those at an edge have two thirds, those at a corner four ninths of their taps.
    const sum = 16 * 32 * 16 * 9 * (30 * 30 + 4 * 30 * (2 / 3) + 4 * (4 / 9));
    expect(JSON.parse(child.lastLine())).toEqual([sum, sum, sum, sum].map((value) => expect.closeTo(value, -2)));
  }, 120_000);
});
