import { describe, expect, it } from "vitest";
import { dustbinLabels } from "../src/index.ts";
import { messageOf } from "./support.ts";

describe("dustbinLabels(labels, specialist)", () => {
  it("gives the position of a class in the set, the dustbin for others, and −1 for none", () => {
    const specialist = { classes: Int32Array.of(7, 2, 5), classCount: 9 };
    const labels = Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, -1);
    expect(dustbinLabels(labels, specialist)).toEqual(Int32Array.of(3, 3, 1, 3, 3, 2, 3, 0, 3, -1));
    expect(labels[2]).toBe(2);
  });

  it.each([
    [
      [0, 4],
      { classes: [0], classCount: 4 },
      "labels[1] must be a class number from 0 to 3, or −1 where there is none, got 4",
    ],
    [[], { classes: [], classCount: 4 }, "specialist.classes must name at least one class, got none"],
    [
      [],
      { classes: [0, 1], classCount: 2 },
      "specialist.classes must leave at least one of 2 classes to the dustbin, got 2 classes",
    ],
    [[], { classes: [0, 4], classCount: 4 }, "specialist.classes[1] must be an integer, at least 0 and below 4, got 4"],
    [
      [],
      { classes: [3, 1, 3], classCount: 4 },
      "specialist.classes[2] must be a class that is not in the set already, got 3 again",
    ],
    [[], { classes: [0], classCount: 1.5 }, "specialist.classCount must be an integer, at least 2, got 1.5"],
  ])("says what is wrong with %j and %j", (labels, specialist, message) => {
    expect(messageOf(() => dustbinLabels(labels, specialist))).toBe(`dustbinLabels: ${message}`);
  });
});
