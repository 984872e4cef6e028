import { ArgumentError, assertNumber } from "@dark-knowledge/core";
import { huberLoss, squaredError } from "@dark-knowledge/losses";
import type { NumberLoss } from "../number-loss.ts";

/** The squared error, or Huber's loss with a delta. */
export function numberDistance(huberDelta: number | undefined): NumberLoss {
  if (huberDelta === undefined) return (s, t, known) => squaredError(s, t, { known });
  return (s, t, known) => huberLoss(s, t, { delta: huberDelta, known });
}

/** Throws unless a delta is valid and not combined with a custom loss. */
export function assertHuberDelta(functionName: string, huberDelta: unknown, loss: unknown): void {
  if (huberDelta === undefined) return;
  assertNumber(functionName, "huberDelta", huberDelta, { above: 0, float32: true });
  if (loss === undefined) return;
  const expected = "must be left out with a custom loss";
  throw new ArgumentError({
    functionName,
    argument: "huberDelta",
    expected,
    received: String(huberDelta),
    code: "state",
  });
}
