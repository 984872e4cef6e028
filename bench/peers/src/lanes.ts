import type { Case } from "./cases.ts";
import { JAX_PEER, OWN_PEERS, STORE_PEERS } from "./peer-names.ts";
import type { Variant } from "./protocol.ts";
import { runsInJax } from "./runs-in-jax.ts";

/** One of those who are timed side by side on a case. */
export interface Lane {
  readonly peer: string;
  readonly variant: Variant;
  /** `wasm-blas`, or `wasm-blas, tfjs's own`. */
  readonly label: string;
}

/** Those that ask the teacher again, and train from a store: of a processor and of a GPU the fastest, which waits least for itself. */
export const FAST_PEERS: readonly string[] = ["tfjs-node-gpu", "wasm-blas"];

/** The labels of those that read a store. */
export const KEPT = "soft-targets, kept in memory";
export const PLACED = "soft-targets, by places in the files";
export const MAPPED = "pyarrow, mapped files";
const JOINED = "pyarrow, joined in memory";

/** The label of a way to train for an epoch. */
export function epochLabel(peer: string, way: "labels" | "memory" | "kept" | "placed" | "teacher"): string {
  const said = {
    labels: "labels alone",
    memory: "logits in memory",
    kept: "store",
    placed: "store, by places in the files",
    teacher: "teacher asked again",
  };
  return `${peer}, ${said[way]}`;
}

/**
 * Who runs a case: every peer that trains a whole step; ours and tfjs's way on each backend of this project a part of one; those
 * that read stores, and the teacher on the fastest backends, the rest.
 */
export function lanesOf(one: Case, peers: readonly string[]): readonly Lane[] {
  const isOwn = (peer: string) => (OWN_PEERS as readonly string[]).includes(peer);
  if (one.kind === "step") {
    return peers
      .filter((peer) => !(STORE_PEERS as readonly string[]).includes(peer))
      .filter((peer) => peer !== JAX_PEER || runsInJax(one))
      .map((peer) => ({ peer, variant: isOwn(peer) ? "own" : peer === JAX_PEER ? "jax" : "stock", label: peer }));
  }
  const fast = peers.filter((peer) => FAST_PEERS.includes(peer));
  if (one.kind === "store") {
    const readers: Lane[] = [
      { peer: "soft-targets", variant: "kept", label: KEPT },
      { peer: "soft-targets", variant: "placed", label: PLACED },
      { peer: "pyarrow", variant: "mapped", label: MAPPED },
      { peer: "pyarrow", variant: "joined", label: JOINED },
    ];
    return [
      ...readers.filter(({ peer }) => peers.includes(peer)),
      ...fast.map((peer): Lane => ({ peer, variant: "teacher", label: epochLabel(peer, "teacher") })),
    ];
  }
  if (one.kind === "epoch") {
    const ways = ["labels", "memory", "kept", "placed", "teacher"] as const;
    return fast.flatMap((peer) => ways.map((variant): Lane => ({ peer, variant, label: epochLabel(peer, variant) })));
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
