import { describe, expect, it } from "vitest";
import { classLabel, labelWidth } from "../../src/internal/class-label.ts";

describe("classLabel(name)", () => {
  it.each([
    ["seven", "seven"],
    ["twelve chars", "twelve chars"],
    ["thirteen char", "thirteen ch…"],
    ["🦓🦓🦓🦓🦓🦓🦓🦓🦓🦓🦓🦓🦓", "🦓🦓🦓🦓🦓🦓🦓🦓🦓🦓🦓…"],
  ])("of %s is %s", (name, label) => {
    expect(classLabel(name)).toBe(label);
  });
});

describe("labelWidth(labels, fontSize)", () => {
  it("is that of the widest label, not the longest", () => {
    expect(labelWidth(["ill", "WM"], 10)).toBe(20);
    expect(labelWidth(["ill", "x"], 10)).toBe(13);
  });

  it("leaves room for whatever it does not know", () => {
    expect(labelWidth(["漢", "🦓"], 11)).toBe(11);
  });
});
