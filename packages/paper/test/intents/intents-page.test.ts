import { expect, test } from "vitest";
import { intentsPage } from "../../src/intents/intents-page.ts";
import { INTENTS_RECORD } from "../fixtures/intents-record.ts";

test("the page begins with the fewest labels, and shows what more of them change", () => {
  const page = intentsPage(INTENTS_RECORD);
  expect(page).toContain("With 450 labels: Soft targets raised the test accuracy by");
  expect(page.indexOf("With 450 labels")).toBeLessThan(page.indexOf("With more labels"));
  const [few] = INTENTS_RECORD.nets;
  const alone = { ...INTENTS_RECORD, nets: INTENTS_RECORD.nets.filter(({ table }) => table === few!.table) };
  expect(intentsPage(alone)).not.toContain("With more labels");
});
