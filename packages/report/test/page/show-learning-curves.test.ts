import { expect, it } from "vitest";
import { groupNets, showLearningCurves } from "../../src/index.ts";
import { makeRecord } from "../make-record.ts";
import { parsePage } from "../parse-page.ts";
import { tinyRecord } from "../tiny-record.ts";

const record = makeRecord({ examples: 0, epochs: 3 });
const parse = ({ markup }: { markup: string }) => parsePage(`<html><body>${markup}</body></html>`);

it("showLearningCurves(record) has a panel for validation and for each term, of each group", () => {
  const page = parse(showLearningCurves(record)!);
  expect(page.texts("h3")).toEqual(["teacher", "student, hard labels", "student, distilled"]);
  // Of teacher and hard student the total alone: the hard term is the same.
  expect(page.texts("figcaption")).toEqual([
    ...["Validation error, %", "Training loss: total", "Validation error, %", "Training loss: total"],
    ...["Validation error, %", "Training loss: total", "Training loss: soft", "Training loss: hard"],
  ]);
  expect(page.text).toContain("on 1,000 examples kept from the training");
  const [, , third] = groupNets(record.nets);
  expect(parse(showLearningCurves(record, [third!])!).texts("h3")).toEqual(["student, distilled"]);
});

it("showLearningCurves(record) is nothing without a history", () => {
  expect(showLearningCurves(tinyRecord({ teacher: { 1: 10 } }))).toBeUndefined();
});
