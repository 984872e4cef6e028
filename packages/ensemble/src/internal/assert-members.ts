import { ArgumentError, assertShape, formatShape, formatValue } from "@dark-knowledge/core";
import { Tensor, type Tensor2D } from "@tensorflow/tfjs-core";

/** Throws unless `memberLogits` holds one float32 tensor `[batch, classes]` or more, all of one shape. */
export function assertMembers(functionName: string, memberLogits: readonly Tensor2D[]): void {
  if (!Array.isArray(memberLogits) || memberLogits.length === 0) {
    fail(functionName, "memberLogits", "must hold the logits of at least one member", formatValue(memberLogits));
  }
  const first = memberLogits[0] as Tensor2D;
  memberLogits.forEach((logits: unknown, index) => {
    const argument = `memberLogits[${index}]`;
    if (!(logits instanceof Tensor) || logits.dtype !== "float32") {
      fail(
        functionName,
        argument,
        "must be a float32 tensor",
        logits instanceof Tensor ? logits.dtype : formatValue(logits),
      );
    }
    if (index > 0) {
      assertShape(functionName, argument, logits.shape, first.shape, "memberLogits[0]");
    } else if (logits.shape.length !== 2) {
      fail(functionName, argument, "must have shape [batch, classes]", formatShape(logits.shape));
    }
  });
}

function fail(functionName: string, argument: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument, expected, received, code: "shape" });
}
