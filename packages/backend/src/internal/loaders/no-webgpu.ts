import { BackendObstacle } from "../backend-obstacle.ts";

// Outside Node, the optional packages of WebGPU resolve to this file (the `imports` of package.json): bundlers warn of an
// import that leads nowhere.
throw new BackendObstacle(
  "is not loaded in this page",
  'install @tensorflow/tfjs-backend-webgpu@4.22.0 and write import "@tensorflow/tfjs-backend-webgpu" ahead of the call',
);
