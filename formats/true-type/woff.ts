/**
 * Tables of a font as WOFF 1.0, the form in which every browser takes fonts.
 * @see https://www.w3.org/TR/WOFF/
 */
import { deflateSync } from "node:zlib";
import { type Tables, tableOf } from "./font.ts";

const HEADER_BYTES = 44;
const ENTRY_BYTES = 20;
/** What the checksum of a whole font is taken from (OpenType, table `head`). */
const CHECKSUM_WHOLE = 0xb1b0afba;

/** The font. Its checksums are made anew; same tables, same bytes. */
export function writeWoff(tables: Tables): Buffer {
  const sorted = [...withChecksum(tables)].sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = Buffer.alloc(sorted.length * ENTRY_BYTES);
  const bodies: Buffer[] = [];
  let end = HEADER_BYTES + entries.length;
  for (const [index, [tag, table]] of sorted.entries()) {
    const packed = deflateSync(table, { level: 9 });
    const body = packed.length < table.length ? packed : table;
    const at = index * ENTRY_BYTES;
    entries.write(tag, at, "latin1");
    for (const [place, number] of [end, body.length, table.length, checksumOf(tag, table)].entries()) {
      entries.writeUInt32BE(number, at + 4 + place * 4);
    }
    bodies.push(padded(body));
    end += padded(body).length;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("wOFF", 0, "latin1");
  header.writeUInt32BE(0x00010000, 4);
  header.writeUInt32BE(end, 8);
  header.writeUInt16BE(sorted.length, 12);
  header.writeUInt32BE(12 + sorted.length * 16 + sorted.reduce((sum, [, table]) => sum + padded(table).length, 0), 16);
  header.writeUInt16BE(1, 20);
  return Buffer.concat([header, entries, ...bodies]);
}

function withChecksum(tables: Tables): Tables {
  const head = Buffer.from(tableOf(tables, "head"));
  head.writeUInt32BE(0, 8);
  const all = new Map([...tables, ["head", head]]);
  const sum = checksum(directoryOf(all)) + [...all.values()].reduce((total, table) => total + checksum(table), 0);
  head.writeUInt32BE((CHECKSUM_WHOLE - (sum % 2 ** 32) + 2 ** 32) % 2 ** 32, 8);
  return all;
}

/** Header and directory of the same font as a plain file, of which its checksum is taken. */
function directoryOf(tables: Tables): Buffer {
  const sorted = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(sorted.length));
  const directory = Buffer.alloc(12 + sorted.length * 16);
  directory.writeUInt32BE(0x00010000, 0);
  const numbers = [sorted.length, power * 16, Math.log2(power), (sorted.length - power) * 16];
  for (const [place, number] of numbers.entries()) directory.writeUInt16BE(number, 4 + place * 2);
  let end = directory.length;
  for (const [index, [tag, table]] of sorted.entries()) {
    const at = 12 + index * 16;
    directory.write(tag, at, "latin1");
    for (const [place, number] of [checksumOf(tag, table), end, table.length].entries()) {
      directory.writeUInt32BE(number, at + 4 + place * 4);
    }
    end += padded(table).length;
  }
  return directory;
}

function padded(bytes: Buffer): Buffer {
  const rest = -bytes.length & 3;
  return rest === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(rest)]);
}

/** The checksum of `head` leaves out the field that the whole font's goes into. */
function checksumOf(tag: string, table: Buffer): number {
  return tag === "head" ? (checksum(table) - table.readUInt32BE(8) + 2 ** 32) % 2 ** 32 : checksum(table);
}

function checksum(table: Buffer): number {
  const words = padded(table);
  let sum = 0;
  for (let at = 0; at < words.length; at += 4) sum = (sum + words.readUInt32BE(at)) % 2 ** 32;
  return sum;
}
