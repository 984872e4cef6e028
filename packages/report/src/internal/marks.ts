import type { Mark } from "../mark-of.ts";

/** The symbol of each kind of net in charts; the style sheet draws the same ones as keys. */
export const SYMBOLS: Readonly<Record<Mark, "diamond" | "square" | "circle" | "triangle" | "star">> = {
  teacher: "diamond",
  baseline: "square",
  student: "circle",
  uncorrected: "circle",
  combination: "triangle",
  other: "star",
};

/** Kinds that are drawn hollow. */
export const HOLLOW: ReadonlySet<Mark> = new Set(["uncorrected"]);

/** The CSS colour of text about a kind of net. */
export function textColour(mark: Mark): string {
  return markColour(mark === "uncorrected" ? "student" : mark);
}

/** The CSS colour of a kind of net. */
export function markColour(mark: Mark): string {
  return `var(--${mark})`;
}
