/** What a child that runs stages may know of its parent's environment: how to find programs and how to speak, no secrets. */

const NAMES = ["PATH", "LANG", "LANGUAGE", "TZ", "SystemRoot", "windir", "PATHEXT"];

/**
 * An allow-list, since a deny-list never knows the next name of a password.
 * @param own the parent's environment
 * @param folder where temporary files go, and what the child believes to be its home; the parent's when absent
 */
export function childEnvironment(
  own: Readonly<Record<string, string | undefined>>,
  folder: string | undefined,
): Record<string, string> {
  const places = folder === undefined ? ["TMPDIR", "TEMP", "TMP", "HOME"] : [];
  const kept = Object.entries(own).filter(([name]) => [...NAMES, ...places].includes(name) || name.startsWith("LC_"));
  return {
    ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""])),
    ...(folder === undefined ? {} : { TMPDIR: folder, TEMP: folder, TMP: folder, HOME: folder }),
    // glibc keeps an arena per thread and never gives memory back; two keep a child small at the same speed.
    MALLOC_ARENA_MAX: "2",
    VIPS_CONCURRENCY: "1",
    UV_THREADPOOL_SIZE: "2",
    VIPS_BLOCK_UNTRUSTED: "1",
  };
}
