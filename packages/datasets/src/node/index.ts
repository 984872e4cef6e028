export type { DownloadProgress } from "./internal/download-file.ts";
export type { LoadOptions } from "./internal/load-release.ts";
export { loadFashionMnist } from "./load-fashion-mnist.ts";
export { loadMnist } from "./load-mnist.ts";
