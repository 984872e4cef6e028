export * from "@dark-knowledge/backend/node";
export * from "@dark-knowledge/compression/node";
export * from "@dark-knowledge/core/node";
export * from "@dark-knowledge/datasets/node";
export * from "@dark-knowledge/pipeline/node";
export * from "@dark-knowledge/soft-targets/node";
export * from "@dark-knowledge/teachers/node";
export * from "@dark-knowledge/training/node";
