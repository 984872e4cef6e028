import { testWrongArguments } from "@dark-knowledge/testing/node";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import * as node from "../../src/node/index.ts";

testWrongArguments(node, {
  compressedSize: [node.compressedSize, [sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] })]],
  gzipModel: [node.gzipModel, [sequential({ layers: [layers.dense({ units: 2, inputShape: [4] })] })]],
});
