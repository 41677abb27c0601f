/** What an entry of a folder is, when it is no regular file. */

/** What `fs.Stats` and `fs.Dirent` have in common. */
interface Typed {
  isSymbolicLink(): boolean;
  isFIFO(): boolean;
  isSocket(): boolean;
  isBlockDevice(): boolean;
  isCharacterDevice(): boolean;
  isDirectory(): boolean;
}

/** The name of what is no regular file. */
export function typeOf(seen: Typed): "symlink" | "fifo" | "socket" | "device" | "directory" | "unknown" {
  if (seen.isSymbolicLink()) return "symlink";
  if (seen.isFIFO()) return "fifo";
  if (seen.isSocket()) return "socket";
  if (seen.isBlockDevice() || seen.isCharacterDevice()) return "device";
  return seen.isDirectory() ? "directory" : "unknown";
}
