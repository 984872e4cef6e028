import { expect, test } from "vitest";
import { mapClasses } from "../src/map-classes.ts";

test("mapClasses finds the dataset's classes in another order, among more, and where some are missing", () => {
  expect(Array.from(mapClasses(["a", "b"], ["b", "a"]))).toEqual([1, 0]);
  expect(Array.from(mapClasses(["c", "a", "b"], ["a", "b"]))).toEqual([1, 2]);
  expect(Array.from(mapClasses(["b"], ["a", "b"]))).toEqual([-1, 0]);
});

test("mapClasses wants different names, and one in common", () => {
  expect(() => mapClasses(["a", "a"], ["a"])).toThrow(
    'mapClasses: teacherNames must be different names, got "a" twice',
  );
  expect(() => mapClasses(["0", "1", "2", "3", "4", "5", "6"], ["zero", "one"])).toThrow(
    'mapClasses: teacherNames must have a name of the dataset\'s classes ("zero", "one"), got "0", "1", "2", "3", "4" and 2 more',
  );
});
