import { expect, it } from "vitest";
import { type Mark, markOf, type NetRecord } from "../src/index.ts";

it.each<[Partial<NetRecord>, Mark]>([
  [{ role: "teacher" }, "teacher"],
  [{ role: "member" }, "teacher"],
  [{ role: "generalist", baseline: true }, "teacher"],
  [{ role: "specialist" }, "combination"],
  [{ role: "combination" }, "combination"],
  [{ role: "student" }, "baseline"],
  [{ role: "student", temperature: 20 }, "student"],
  [{ role: "student", temperature: 20, baseline: true }, "baseline"],
  [{ role: "rival" }, "other"],
  [{ role: "toString" }, "other"],
])("markOf(%j) is %s", (net, mark) => {
  expect(markOf(net as NetRecord)).toBe(mark);
});
