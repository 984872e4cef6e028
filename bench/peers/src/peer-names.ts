/** This project on each of its backends. */
export const OWN_PEERS = ["tfjs-node-gpu", "tfjs-node", "webgpu", "wasm-blas", "wasm", "cpu"] as const;

/** tfjs as it comes. */
export const STOCK_PEERS = ["stock-wasm", "stock-tfjs-node"] as const;

/** Another framework in plain JavaScript, whose compiler writes wasm. */
export const JAX_PEER = "jax-js";

/** PyTorch on the processor: eager, and after `torch.compile`; and eager on a CUDA device. */
export const PYTORCH_PEERS = ["pytorch", "pytorch-compile", "pytorch-cuda"] as const;

/** What reads soft targets and trains nothing. */
export const STORE_PEERS = ["soft-targets", "pyarrow"] as const;

/** Every peer, in the order of the tables. */
export const PEER_NAMES: readonly string[] = [...PYTORCH_PEERS, ...STOCK_PEERS, JAX_PEER, ...OWN_PEERS, ...STORE_PEERS];

/** Not the processor's business, or, like cpu, minutes a step; webgpu may be a processor that plays GPU. */
const ON_REQUEST: readonly string[] = ["pytorch-cuda", "webgpu", "cpu"];

/** Who runs when nobody is named. */
export const DEFAULT_PEERS: readonly string[] = PEER_NAMES.filter((name) => !ON_REQUEST.includes(name));
