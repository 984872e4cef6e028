import "@tensorflow/tfjs-backend-cpu";
import { distilByHand } from "./distil-by-hand.ts";

const { teacher, hard, distilled } = await distilByHand(300);
console.log(`teacher, 300 labelled points: ${teacher} errors of 900`);
console.log(`small net, 60 labelled points: ${hard} errors`);
console.log(`small net, the same 60 with the teacher's logits: ${distilled} errors`);
