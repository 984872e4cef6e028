import { expect, test } from "vitest";
import { describeUnknownClasses } from "../../../src/nets/internal/describe-unknown-classes.ts";

test("describeUnknownClasses names what a teacher lacks, and what it may mean by it", () => {
  expect(describeUnknownClasses(["refnd", "other"], ["other", "refund"])).toBe(
    'it does not name "refund", and so holds this class for impossible; of those that it names, the data lacks "refnd"',
  );
  const many = Array.from("abcdefg");
  expect(describeUnknownClasses(["z"], [...many, "z"])).toBe(
    'it does not name "a", "b", "c", "d", "e" and 2 more, and so holds these classes for impossible',
  );
});

test("describeUnknownClasses has nothing to say of a teacher that names all, in any order, or more", () => {
  expect(describeUnknownClasses(["b", "a", "c"], ["a", "b"])).toBeUndefined();
});
