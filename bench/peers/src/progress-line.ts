/** One line at the foot of a terminal; in a pipe, a line for each piece of work. */
export interface ProgressLine {
  begin(label: string): void;
  advance(): void;
  end(): void;
}

/** @param total how many times `advance` will be called */
export function createProgressLine(stream: NodeJS.WriteStream, total: number): ProgressLine {
  const started = performance.now();
  let done = 0;
  let current = "";
  const draw = () => {
    const seconds = (performance.now() - started) / 1000;
    const left = done === 0 ? "…" : `${Math.round((seconds / done) * (total - done))} s left`;
    stream.write(`\r\u001b[K${current} · ${Math.floor((100 * done) / total)}% · ${left}`);
  };
  return {
    begin(label) {
      current = label;
      if (stream.isTTY) draw();
      else stream.write(`${label}\n`);
    },
    advance() {
      done = Math.min(total, done + 1);
      if (stream.isTTY) draw();
    },
    end() {
      if (stream.isTTY) stream.write("\r\u001b[K");
    },
  };
}
