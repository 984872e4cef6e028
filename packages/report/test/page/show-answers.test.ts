import { expect, it } from "vitest";
import { type AnsweredExample, showAnswers } from "../../src/index.ts";
import { parsePage } from "../parse-page.ts";

const picture = { pixels: [0, 9], width: 2, height: 1 };
const answers = (...logits: readonly (readonly number[])[]): AnsweredExample["answers"] =>
  logits.map((row, index) => ({
    mark: index === 0 ? "teacher" : "student",
    label: index === 0 ? "big" : "kd",
    logits: row,
  }));
const parse = (examples: readonly AnsweredExample[], names: readonly string[]) =>
  parsePage(`<html><body>${showAnswers(examples, names)!.markup}</body></html>`);

it("showAnswers(examples, classNames) has picture or words, verdicts and three temperatures", () => {
  // At T = 1 the teacher has 3/4 for even; the student says odd, 9 to 1.
  const logits = answers([Math.log(3), 0], [0, Math.log(9)]);
  const page = parse(
    [
      { label: 0, picture, answers: logits },
      { label: 1, text: "1 < 2", answers: logits },
    ],
    ["even", "odd"],
  );
  expect(page.texts(".legend li")).toEqual(["big", "kd"]);
  expect(page.texts(".picture li")).toEqual([
    ...["big, right: even, 75.0 %", "kd, wrong: odd, 90.0 %"],
    ...["big, wrong: even, 75.0 %", "kd, right: odd, 90.0 %"],
  ]);
  expect(page.all("img").map((image) => image.getAttribute("alt"))).toEqual(["test example of class even"]);
  expect(page.texts("blockquote")).toEqual(["1 < 2"]);
  expect(page.texts("article figcaption")).toEqual(["T = 1", "T = 4", "T = 20", "T = 1", "T = 4", "T = 20"]);
  expect(page.first("svg").getAttribute("aria-label")).toBe(
    "T = 1: big even 75.0 %, odd 25.0 %; kd odd 90.0 %, even 10.0 %.",
  );
});

it("showAnswers(examples, classNames) draws the true class and the likeliest others where the classes are many", () => {
  const names = Array.from({ length: 20 }, (_, index) => `c${index}`);
  const page = parse([{ label: 0, answers: answers(names.map((_, index) => index)) }], names);
  const labels = page.texts("article figure:nth-of-type(1) [data-mark^='x-axis tick label'] text");
  expect([...labels].sort()).toEqual(["c0", ...Array.from({ length: 11 }, (_, index) => `c${index + 9}`)].sort());
});

it("showAnswers(examples, classNames) is nothing without examples", () => {
  expect(showAnswers([], ["even"])).toBeUndefined();
});
