import type { MetricRecord } from "@dark-knowledge/report";

/** The metrics of this experiment only. */
export const COMPRESSION_METRICS: readonly MetricRecord[] = [
  {
    ...{ key: "gzip", title: "bytes with gzip", format: "count", better: "lower", isDetail: true },
    meaning:
      "The packed model as a web server sends it: what zeros, codebooks and few bits save, with the layers as JSON.",
  },
  {
    ...{ key: "float32", title: "bytes as float32", format: "count", better: "lower", isDetail: true },
    meaning: "Four for each weight.",
  },
  { key: "left", title: "weights left", format: "share", decimals: 1, isDetail: true },
  {
    ...{ key: "validationErrors", title: "validation errors", format: "count", better: "lower", isDetail: true },
    meaning: "Errors on the part of the training set that nothing learns from; choices are made by them.",
  },
  {
    ...{ key: "damagedErrors", title: "errors at once", format: "count", better: "lower", isDetail: true },
    meaning: "Test errors after the last step, before anything is trained.",
  },
  {
    ...{ key: "onnxAgreement", title: "agreement with onnxruntime", format: "share", decimals: 2, isDetail: true },
    better: "higher",
    meaning:
      "The share of test examples that onnxruntime puts into the same class with the exported file of int8 as the net does.",
  },
  { key: "onnxBytes", title: "bytes of the .onnx file", format: "count", better: "lower", isDetail: true },
];
