/** One panel: a title, and a bar for each class from −1 to 1, or from 0 where it is a probability. */
export interface Panel {
  readonly title: string;
  readonly kind: "probability" | "push";
  readonly bars: readonly number[];
}

const COLUMNS = 3;
const [WIDTH, HEIGHT] = [300, 134];
// The zero line of a panel, and how far a bar of length one goes from it.
const [LEFT, ZERO, LENGTH] = [14, 78, 38];
const STEP = (WIDTH - 2 * LEFT) / 10;
const COLOURS = { probability: "#888", up: "#0a7d4f", down: "#c4442b" };

/** Draws panels of ten bars, three beside each other, as an SVG file. */
export function drawPanels(description: string, panels: readonly Panel[]): string {
  const [width, height] = [COLUMNS * WIDTH, Math.ceil(panels.length / COLUMNS) * HEIGHT + 8];
  const parts = panels.map((panel, index) => {
    const [x, y] = [(index % COLUMNS) * WIDTH, Math.floor(index / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel).join("\n")}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` role="img" aria-label="${description}" font-family="system-ui, sans-serif" font-size="11">\n`,
    `<rect width="${width}" height="${height}" fill="#fff"/>\n${parts.join("\n")}\n</svg>\n`,
  ].join("");
}

function drawPanel({ title, kind, bars }: Panel): string[] {
  const rects = bars.map((bar, index) => {
    const [x, length] = [(LEFT + (index + 0.1) * STEP).toFixed(1), Math.abs(bar) * LENGTH];
    const fill = kind === "probability" ? COLOURS.probability : COLOURS[bar > 0 ? "up" : "down"];
    const top = ZERO - (bar > 0 ? length : 0);
    const size = `width="${(0.8 * STEP).toFixed(1)}" height="${length.toFixed(1)}"`;
    return `<rect x="${x}" y="${top.toFixed(1)}" ${size} fill="${fill}"/>`;
  });
  const digits = bars.map((_, index) => {
    const x = (LEFT + (index + 0.5) * STEP).toFixed(1);
    // Below the bars that go down.
    return `<text x="${x}" y="${ZERO + LENGTH + 11}" text-anchor="middle" font-size="9" fill="#666">${index}</text>`;
  });
  const line = `<path d="M${LEFT} ${ZERO}H${WIDTH - LEFT}" stroke="#999"/>`;
  return [`<text x="${LEFT}" y="28" font-weight="bold" fill="#222">${title}</text>`, ...rects, line, ...digits];
}
