import { expect, test } from "vitest";
import { rejectOnAbort } from "../../src/run/reject-on-abort.ts";

test("rejectOnAbort waits for the signal, and rejects with its reason", async () => {
  const controller = new AbortController();
  const aborted = rejectOnAbort(controller.signal);
  expect(await Promise.race([aborted, new Promise((resolve) => setTimeout(resolve, 5, "waiting"))])).toBe("waiting");
  controller.abort(new Error("enough"));
  await expect(aborted).rejects.toThrow("enough");
});
