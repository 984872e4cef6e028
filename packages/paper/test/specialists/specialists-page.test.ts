import { expect, it } from "vitest";
import { parsePage } from "../../../report/test/parse-page.ts";
import { specialistsPage } from "../../src/specialists/specialists-page.ts";
import { SPECIALISTS_RECORD } from "../fixtures/make-specialists-record.ts";

const markup = specialistsPage(SPECIALISTS_RECORD);
const page = parsePage(markup);

it("specialistsPage(record) has result, cover, classes, what is needed to run it again, and words", () => {
  expect(page.texts("h1")).toEqual(["Specialists on letters"]);
  expect(page.texts(".lede")).toEqual([
    "Gain of the specialists with equation 5 over the generalist: +22.50 ± 3.54 points.",
  ]);
  expect(page.texts("h2")).toEqual([
    "What the specialists bring",
    "By how many specialists know the class",
    "Which classes are confused",
    "How to run this again",
    "Words",
  ]);
  expect(page.texts(".facts dt, .facts dd")).toEqual([
    ...["data", "letters", "classes", "4", "trained on", "5,000 examples", "validated on", "500 examples"],
    ...["tested on", "1,010 examples", "specialists", "2 sets", "seeds", "1, 2"],
  ]);
  expect(page.text).toContain("dark-knowledge reproduce specialists --spec spec.json");
  expect(page.texts("dl.words dt")).toEqual([
    ...["Generalist", "Specialist", "Equation 5", "Naive averaging", "Full softmax"],
    ...["Temperature, T", "Soft targets", "Transfer set"],
    ...["Test accuracy", "Conditional accuracy", "NLL", "Passes", "Seconds", "±"],
  ]);
});

it("specialistsPage(record) draws accuracies, the gain by cover and which classes are alike", () => {
  const labels = page.all("svg").map((svg) => svg.getAttribute("aria-label"));
  expect(labels[0]).toMatch(/^Test accuracy\. the generalist: 55\.00 ± 7\.07 %; the specialists: 77\.50 ± 3\.54 %; /);
  // +10 and +30 of 400.
  expect(labels[1]).toContain("1: 5.0 ± 3.5 %.");
  // 0.04 / √(0.1 · 0.2)
  expect(page.texts("svg title")).toContain("O and 0: 0.28");
  expect(markup).not.toMatch(/<script|<link|https?:|NaN|undefined/);
});

it("specialistsPage(record) says one seed where there is one", () => {
  const nets = SPECIALISTS_RECORD.nets.filter(({ seed }) => seed === 1);
  const seeds = (SPECIALISTS_RECORD.extras!.seeds as unknown[]).slice(0, 1);
  const one = parsePage(specialistsPage({ ...SPECIALISTS_RECORD, nets, extras: { seeds } }));
  expect(one.texts(".facts dt").at(-1)).toBe("seed");
  expect(one.text).toContain("sample standard deviation over 1 seed.");
});
