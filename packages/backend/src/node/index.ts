export { checkNativeBinding, type NativeCheck } from "./check-native-binding.ts";
export {
  type InstallNativeBindingOptions,
  installNativeBinding,
  type NativeBinding,
} from "./install-native-binding.ts";
export type { NativeBindingOptions } from "./native-binding-options.ts";
