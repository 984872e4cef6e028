import { expect, test } from "vitest";
import { mixEnvironments } from "../../../src/node/internal/mix-environments.ts";

test("mixEnvironments(before, now) has both values of what differs, however often a stage resumes", () => {
  const first = mixEnvironments({ backend: "cpu", threads: 1 }, { backend: "wasm", threads: 1, simd: "true" });
  expect(first).toEqual({ backend: "cpu, then wasm", threads: 1, simd: "not set, then true" });
  expect(mixEnvironments(first, { backend: "wasm", threads: 1, simd: "true" })).toEqual(first);
  expect(mixEnvironments(first, { backend: "cpu", threads: 1, simd: "true" }).backend).toBe("cpu, then wasm, then cpu");
});
