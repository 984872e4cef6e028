import { expect, test } from "vitest";
import { leaveOneGroupOut } from "../src/index.ts";

const items = Array.from({ length: 20 }, (_, index) => ({ index, speaker: "cab"[(index * index) % 3]! }));

test("leaveOneGroupOut(items, groupOf) holds each item out once, with all of its group", () => {
  const folds = leaveOneGroupOut(items, ({ speaker }) => speaker);
  expect(folds.map(({ group }) => group)).toEqual(["a", "c"]);
  for (const { group, training, heldOut } of folds) {
    expect(heldOut).toEqual(items.filter(({ speaker }) => speaker === group));
    expect(training).toEqual(items.filter(({ speaker }) => speaker !== group));
  }
  expect(folds.flatMap(({ heldOut }) => heldOut).length).toBe(20);
});

test.each<[string, () => unknown, string]>([
  [
    "one group",
    () => leaveOneGroupOut(items, () => "x"),
    'leaveOneGroupOut: items must be of at least two groups, got "x"',
  ],
  [
    "no items",
    () => leaveOneGroupOut([], () => "x"),
    "leaveOneGroupOut: items must be of at least two groups, got none",
  ],
  [
    "a group that is no string",
    () => leaveOneGroupOut(items, ({ index }) => (index === 1 ? (2 as never) : "x")),
    "leaveOneGroupOut: groupOf(items[1]) must be a string, got 2",
  ],
])("leaveOneGroupOut refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
