import { expect, test } from "vitest";
import { intents } from "../../src/intents/intents.ts";

test("only CLINC-150 is in files, and the two kinds of data have folders of their own", () => {
  const [real, generated] = [{}, { dataset: "generated" }].map((parts) => intents.resolve(parts));
  expect([real!, generated!].map(intents.takesDirectory)).toEqual([true, false]);
  expect([real!, generated!].map(intents.folder)).toEqual(["intents", "intents-generated"]);
  expect(intents.identify(real!)).toEqual({ dataset: "clinc150", measuredOn: "test", features: real!.features });
});
