export { decodeImage } from "./decode-image.ts";
