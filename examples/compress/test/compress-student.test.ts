import { selectBackend } from "@dark-knowledge/backend";
import { expect, test } from "vitest";
import { compressStudent } from "../src/compress-student.ts";

test("each step makes the net smaller, and the teacher gives back what it cost", async () => {
  await selectBackend({ prefer: ["wasm"] });
  const [trained, pruned, kept, shared, last] = await compressStudent(300, 8);
  expect(pruned!.bytes).toBeLessThan(trained!.bytes / 7);
  expect(shared!.bytes).toBeLessThan(trained!.bytes / 25);
  expect(kept!.errors).toBeLessThan(pruned!.errors);
  expect(last!.errors).toBeLessThan(shared!.errors);
});
