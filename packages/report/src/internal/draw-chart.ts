import { type PlotOptions, plot } from "@observablehq/plot";
// The same in one file: a command starts faster, and nothing looks for the package canvas.
import { parseHTML } from "linkedom/worker";
import { Html, html } from "../page/html.ts";

/** The size of text in every chart, in pixels at the chart's natural width. */
export const FONT_SIZE = 12;

/**
 * Draws a chart as inline SVG. Colours are given as CSS variables of the page, so that a chart follows light and dark.
 *
 * @param description a text alternative for readers who cannot see the chart
 */
export function drawChart(description: string, options: PlotOptions): Html {
  const { document } = parseHTML("<!doctype html><html></html>");
  const { style, ...rest } = options;
  const svg = plot({ ...rest, document, style: { fontSize: `${FONT_SIZE}px`, ...(style as object) } });
  // The page's style sheet has the few rules that Plot would repeat in every chart.
  svg.querySelector("style")?.remove();
  svg.removeAttribute("class");
  // Plot labels groups of marks with aria-label, which only elements with a role may have.
  for (const group of svg.querySelectorAll("[aria-label]")) {
    group.setAttribute("data-mark", group.getAttribute("aria-label"));
    group.removeAttribute("aria-label");
  }
  // Written here, because linkedom does not escape ampersands in attributes.
  const { markup } = html`<svg class="chart" role="img" aria-label="${description}"`;
  return new Html(markup + shorten(svg.outerHTML as string).slice("<svg".length));
}

/** Rounds the numbers within tags, a sixth of the page otherwise, to a hundredth of a pixel. Text keeps its numbers. */
function shorten(svg: string): string {
  return svg.replace(/<[^>]+>/g, (tag) => tag.replace(/\d+\.\d{3,}/g, (number) => String(+Number(number).toFixed(2))));
}
