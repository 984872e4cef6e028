import { expect, test } from "vitest";
import { BudgetError } from "../src/budget-error.ts";
import type { TeacherRequest } from "../src/external-teacher.ts";
import { httpTeacher } from "../src/http-teacher.ts";
import { json, useFlakyServer } from "./fixtures/use-flaky-server.ts";

const server = useFlakyServer();
const batch = (size: number): TeacherRequest => ({
  ids: Int32Array.from({ length: size }, (_, index) => index),
  features: { values: new Float32Array(size), shape: [size, 1] },
});

test("BudgetError comes before a batch that the budget of a service has no room for", async () => {
  server.does(json({ logits: [[1, 2]] }));
  const service = { url: server.url(), classCount: 2, rowsPerRequest: 1 };
  const counted = httpTeacher({ ...service, budget: { requests: 5 } });
  await counted.answer(batch(4));
  const spent = counted.answer(batch(2));
  await expect(spent).rejects.toThrow(BudgetError);
  await expect(spent).rejects.toMatchObject({
    name: "BudgetError",
    message: "httpTeacher: the budget of 5 (requests) is spent up to 4, which leaves no room for 2 more requests",
  });
  expect(server.seen).toHaveLength(4);
  const priced = httpTeacher({ ...service, budget: { cost: 1 }, cost: () => 0.25 });
  await priced.answer(batch(3));
  expect(priced.usage.cost).toBe(0.75);
  await expect(priced.answer(batch(2))).rejects.toThrow(BudgetError);
  await priced.answer(batch(1));
  await expect(priced.answer(batch(1))).rejects.toThrow("the budget of 1 (cost) is spent up to 1");
  expect(server.seen).toHaveLength(8);
});
