import type { RunRecord } from "@dark-knowledge/report";

/** Writes one JSON line per net and epoch: every named term of the loss, and the figures of the validation set. */
export function metricsLines({ nets }: RunRecord): string {
  return nets
    .flatMap(({ name, seed, history = [] }) =>
      history.map(({ epoch, terms, validation }) => {
        const { errors: valErrors, nll: valNll, rmse: valRmse, r2: valR2 } = validation ?? {};
        const measured = { valErrors, valNll, valRmse, valR2 };
        return `${JSON.stringify({ model: name, seed, epoch, ...terms, ...measured })}\n`;
      }),
    )
    .join("");
}
