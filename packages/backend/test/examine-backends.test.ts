import { ArgumentError } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, it } from "vitest";
import type { BackendName } from "../src/backend-choice.ts";
import { type BackendExamination, examineBackends } from "../src/examine-backends.ts";
import { BACKEND_LOADERS, BACKEND_NAMES } from "../src/internal/loaders/backend-loaders.ts";
import { restoreWasm } from "../src/repair-wasm.ts";

afterAll(async () => {
  for (const { leave } of BACKEND_LOADERS) await leave?.();
  restoreWasm();
  await tf.setBackend("cpu");
});

describe("examineBackends({ now })", () => {
  it("gives the rate of every backend or what stands in its way, and leaves no tensor", async () => {
    const found = new Map<BackendName, BackendExamination>();
    const before = tf.memory().numTensors;
    for await (const one of examineBackends({ now: () => performance.now() })) found.set(one.name, one);
    expect([...found.keys()]).toEqual(BACKEND_NAMES);
    for (const [name, one] of found) {
      if ("gflops" in one) expect(one).toMatchObject({ choice: { name }, gflops: expect.toSatisfy((x) => x > 0) });
      else expect(one.obstacle).toEqual({ name, reason: expect.any(String), cure: expect.any(String) });
    }
    expect(found.get("wasm")).toMatchObject({ size: 1024, choice: { engine: "wasm" } });
    expect(found.get("cpu")).toMatchObject({ size: 256, choice: { engine: "cpu", passedOver: [] } });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("gives a failure of one backend as its obstacle", async () => {
    let reads = 0;
    const now = () => {
      if (reads++ > 0) throw new Error("no clock\nat all");
      return 0;
    };
    const found: BackendExamination[] = [];
    for await (const one of examineBackends({ now })) found.push(one);
    expect(found.at(-1)).toEqual({
      name: "cpu",
      obstacle: { name: "cpu", reason: "failed: no clock", cure: "report this line" },
    });
    expect(found).toHaveLength(BACKEND_NAMES.length);
  });

  it.each([
    [{}, "examineBackends: now must be a clock in milliseconds, such as () => performance.now(), got undefined"],
    [{ clock: Date.now }, 'examineBackends: options must have known names only (now), got "clock"'],
  ])("refuses %o", async (options, message) => {
    const error: unknown = await examineBackends(options as never)
      .next()
      .catch((reason: unknown) => reason);
    expect(ArgumentError.is(error) && error.message).toBe(message);
  });
});
