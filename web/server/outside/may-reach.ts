/** Which addresses a provider's description may make this server ask. */
import { BlockList, isIP } from "node:net";

const INNER = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const)
  INNER.addSubnet(net, bits, "ipv4");
for (const [net, bits] of [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  INNER.addSubnet(net, bits, "ipv6");

/** True for names and numbers of this machine. */
export function isThisMachine(hostname: string): boolean {
  const host = bare(hostname);
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * HTTPS only, and no machine of the inside by its number, unless the administrator named that very host as the issuer; plain HTTP
 * from this machine to itself. What a name of the outside resolves to is not looked at: TLS says whether it is the right one.
 */
export function mayReach(address: URL, issuer: URL): boolean {
  if (address.username !== "" || address.password !== "") return false;
  if (address.protocol === "http:")
    return issuer.protocol === "http:" && isThisMachine(address.hostname) && isThisMachine(issuer.hostname);
  if (address.protocol !== "https:") return false;
  return address.hostname === issuer.hostname || !isInner(address.hostname);
}

function isInner(hostname: string): boolean {
  const host = bare(hostname);
  const family = isIP(host);
  if (family === 0) return isThisMachine(host);
  return INNER.check(host, family === 4 ? "ipv4" : "ipv6");
}

const bare = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
