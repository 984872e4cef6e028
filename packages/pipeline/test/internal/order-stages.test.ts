import { expect, test } from "vitest";
import { orderStages } from "../../src/internal/order-stages.ts";

const stages = (text: string) =>
  text.split(" ").map((one) => {
    const [name, needs] = one.split(":") as [string, string | undefined];
    return { name, needs: needs?.split(",") ?? [] };
  });
const order = (text: string) => orderStages("f", stages(text)).map(({ name }) => name);

test("orderStages puts needs first and otherwise keeps the order", () => {
  expect(order("d:b,c c:a b a e")).toEqual(["b", "a", "c", "d", "e"]);
  expect(order("a b c")).toEqual(["a", "b", "c"]);
});

test.each([
  ["a b a", 'f: stages must have different names, got "a"'],
  ["a:b", 'f: stages must have the "b" that a needs, got none'],
  ["a:b b:c c:b", "f: stages must not need each other in a circle, got a → b → c → b"],
])("orderStages refuses %s", (text, message) => {
  expect(() => order(text)).toThrow(message);
});
