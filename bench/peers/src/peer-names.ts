/** This project on each of its backends. */
export const OWN_PEERS = ["tfjs-node-gpu", "tfjs-node", "webgpu", "wasm-blas", "wasm", "cpu"] as const;

/** tfjs as it comes. */
export const STOCK_PEERS = ["stock-wasm", "stock-tfjs-node"] as const;

/** What reads soft targets and trains nothing. */
export const STORE_PEERS = ["soft-targets", "pyarrow"] as const;

/** Every peer, in the order of the tables. */
export const PEER_NAMES: readonly string[] = ["pytorch", ...STOCK_PEERS, ...OWN_PEERS, ...STORE_PEERS];

/** Who runs when nobody is named: cpu takes minutes a step, and webgpu may be a processor that plays GPU. */
export const DEFAULT_PEERS: readonly string[] = PEER_NAMES.filter((name) => name !== "cpu" && name !== "webgpu");
