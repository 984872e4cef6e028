import { expect, test } from "vitest";
import { OtherEnvironmentError } from "../../src/node/other-environment-error.ts";

test("OtherEnvironmentError counts stages and lists what differs, once", () => {
  const environment = { backend: "wasm", threads: 2 };
  const error = new OtherEnvironmentError(
    [
      { name: "a", status: "elsewhere", environment },
      { name: "b", status: "elsewhere", environment },
      { name: "c", status: "interrupted-elsewhere", environment: {} },
    ],
    { backend: "cpu", threads: 2 },
  );
  expect(error.message).toBe(
    "runPipeline: 2 finished and 1 interrupted stages are of another environment " +
      '(backend: wasm, now cpu; backend: not set, now cpu; threads: not set, now 2); set otherEnvironment to "keep" or "rerun"',
  );
  expect(OtherEnvironmentError.is(error)).toBe(true);
  expect(OtherEnvironmentError.is(new Error(error.message))).toBe(false);
});
