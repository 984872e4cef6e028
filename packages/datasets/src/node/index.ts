export type { DownloadProgress } from "./internal/download-file.ts";
export type { LoadOptions } from "./internal/load-release.ts";
export { type LoadEmnistOptions, loadEmnistByClass } from "./load-emnist-by-class.ts";
export { loadFashionMnist } from "./load-fashion-mnist.ts";
export { loadMnist } from "./load-mnist.ts";
export { type LoadTableOptions, loadTable } from "./load-table.ts";
