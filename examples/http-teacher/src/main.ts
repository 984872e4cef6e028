import { generatedDigits } from "@dark-knowledge/datasets";
import "@tensorflow/tfjs-backend-cpu";
import { distilFromService } from "./distil-from-service.ts";

const { errors, usage } = await distilFromService(generatedDigits({ trainSize: 600, testSize: 200, seed: 1 }));
console.log(`${errors} errors of 200; ${usage.requests} requests, ${usage.retries} of them retries`);
