import type { Case } from "./cases.ts";
import { OWN_PEERS } from "./peer-names.ts";
import type { Variant } from "./protocol.ts";

/** One of those who are timed side by side on a case. */
export interface Lane {
  readonly peer: string;
  readonly variant: Variant;
  /** `wasm-blas`, or `wasm-blas, tfjs's own`. */
  readonly label: string;
}

/** Who runs a case: every peer a whole step; ours and tfjs's way on each backend of this project the rest. */
export function lanesOf(one: Case, peers: readonly string[]): readonly Lane[] {
  const isOwn = (peer: string) => (OWN_PEERS as readonly string[]).includes(peer);
  if (one.kind === "step") {
    return peers.map((peer) => ({ peer, variant: isOwn(peer) ? "own" : "stock", label: peer }));
  }
  return peers.filter(isOwn).flatMap((peer): Lane[] => [
    { peer, variant: "own", label: peer },
    { peer, variant: "stock", label: stockLabel(peer) },
  ]);
}

/** The label of tfjs's own way on a backend of this project. */
export function stockLabel(peer: string): string {
  return `${peer}, tfjs's own`;
}
