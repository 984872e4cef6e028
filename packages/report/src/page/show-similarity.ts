import { ArgumentError, assertFields, assertInteger, assertShape } from "@dark-knowledge/core";
import { drawSimilarity, drawSimilarityKey } from "../internal/charts/draw-similarity.ts";
import { showScroller } from "../internal/show-scroller.ts";
import { type Html, html } from "./html.ts";
import type { SimilarityPicture } from "./similarity-picture.ts";

/**
 * Shows which classes are confused: a heat map of correlations, `cov(i, j) / √(cov(i, i) cov(j, j))`, in the order of
 * sets of classes, which are outlined; and a key of its colours.
 *
 * @throws ArgumentError when the covariance is not square with a row for each class, or a set holds a number that is
 * not a class
 *
 * @example
 * ```ts
 * import { showSimilarity } from "@dark-knowledge/report";
 *
 * const picture = { classNames: ["O", "0"], covariance: [[0.2, 0.1], [0.1, 0.2]], sets: [[0, 1]] };
 * showSimilarity(picture).markup.includes("<title>O and 0: 0.50</title>"); // => true
 * ```
 */
export function showSimilarity(picture: SimilarityPicture): Html {
  assertSimilarity(picture);
  return html`<p>Classes stand in the order of the sets, each next to those that it is most like. Thick outlines: a set’s own classes.
Thin ones: classes that stand elsewhere and belong to the set too. Negative correlations, and those below 0.01, are left blank.</p>
<figure class="spaced">${drawSimilarityKey()}</figure>
${showScroller("Correlations between classes", drawSimilarity(picture))}`;
}

function assertSimilarity(picture: SimilarityPicture): void {
  const kinds = { classNames: "texts", covariance: "rows", sets: "rows" } as const;
  assertFields(NAME, picture, kinds, { argument: "picture", prefix: "picture." });
  const { classNames, covariance, sets } = picture;
  const classes = classNames.length;
  assertInteger(NAME, "picture.classNames.length", classes, { min: 1 });
  assertInteger(NAME, "picture.covariance.length", covariance.length, { min: classes, max: classes });
  covariance.forEach((row, index) => {
    assertShape(NAME, `picture.covariance[${index}]`, [row.length], [classes], "classNames");
  });
  sets.forEach((set, index) => {
    const wrong = set.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
    if (wrong === undefined) return;
    throw new ArgumentError({
      functionName: NAME,
      argument: `picture.sets[${index}]`,
      expected: `must hold class numbers from 0 to ${classes - 1}`,
      received: String(wrong),
      code: "range",
    });
  });
}

const NAME = "showSimilarity";
