export * from "@dark-knowledge/backend";
export * from "@dark-knowledge/core";
export * from "@dark-knowledge/datasets";
export * from "@dark-knowledge/losses";
export * from "@dark-knowledge/report";
export * from "@dark-knowledge/training";
