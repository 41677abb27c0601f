/** Where recognizers lie: `models/<name>/` of this package, whether it runs from the sources or from `dist/`. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of a recognizer; it need not exist. */
export function modelFolder(name: string): string {
  return join(packageRoot(import.meta.dirname), "models", name);
}

function packageRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : packageRoot(dirname(folder));
}
