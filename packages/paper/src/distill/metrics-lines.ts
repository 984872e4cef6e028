import type { RunRecord } from "@dark-knowledge/report";

/** Writes one JSON line per net and epoch: every named term of the loss, and the errors on the validation set. */
export function metricsLines({ nets }: RunRecord): string {
  return nets
    .flatMap(({ name, seed, history = [] }) =>
      history.map(({ epoch, terms, validation }) => {
        const measured = validation ? { valErrors: validation.errors, valNll: validation.nll } : {};
        return `${JSON.stringify({ model: name, seed, epoch, ...terms, ...measured })}\n`;
      }),
    )
    .join("");
}
