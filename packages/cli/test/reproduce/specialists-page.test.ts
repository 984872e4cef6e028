import { expect, test } from "vitest";
import { specialistsPage } from "../../src/reproduce/specialists-page.ts";
import { tinyRecord, tinySeed } from "./tiny-record.ts";

test("specialistsPage has the gain, the facts, the tables and the pictures of a record", () => {
  const accuracies = [0.5, 0.75, 0.7, 0.7, 0.6, 0.6, 0.6, 0.625, 0.5];
  const page = specialistsPage(tinyRecord([tinySeed(1, accuracies), tinySeed(2, accuracies)]));
  expect(page).toContain("<h1>Specialists on generated</h1>");
  expect(page).toContain(
    '<p class="lede">Gain of the specialists with equation 5 over the generalist: +25.00 ± 0.00 points.</p>',
  );
  expect(page).toContain("<dt>tested on</dt><dd>1,010 examples</dd>");
  expect(page).toContain("<code>O</code> <code>0</code>");
  // 0.04 / √(0.1 · 0.2); +10 and +30 of 400.
  expect(page).toContain("<title>O and 0: 0.28</title>");
  expect(page).toContain("0: 0.0 ± 0.0 %; 1: 5.0 ± 3.5 %.");
});
