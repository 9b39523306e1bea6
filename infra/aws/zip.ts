/** Zips as Lambda reads them, the same bytes for the same files. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  /** Inside the zip, with `/`. */
  readonly path: string;
  readonly data: Buffer;
}

/** Throws for what would need the 64-bit form: Lambda takes at most 50 MB. */
export function zip(files: readonly ZipFile[]): Buffer {
  const entries = files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).map(entryOf);
  const size = entries.reduce((sum, { data }) => sum + data.length, 0);
  if (size > 50 * 1024 * 1024)
    throw new Error(`The zip would have ${size} bytes; Lambda takes 50 MB.`);
  let at = 0;
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  for (const entry of entries) {
    const local = Buffer.concat([header(LOCAL, entry), Buffer.from(entry.path), entry.data]);
    central.push(centralOf(entry, at));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  return Buffer.concat([...locals, directory, endOf(entries.length, directory.length, at)]);
}

interface Entry extends ZipFile {
  readonly crc: number;
  readonly size: number;
}

function entryOf({ path, data }: ZipFile): Entry {
  return { path, data: deflateRawSync(data), crc: crc32(data), size: data.length };
}

const LOCAL = [0x04034b50];
/** With the version of the zip that made it: Unix, 2.0. */
const CENTRAL = [0x02014b50, 0x0314];
const VERSION = 20;
const UTF8 = 0x0800;
const DEFLATED = 8;
/** The first day that a zip can name, 1980-01-01: a time would change the bytes. */
const DAY = 0x21;

/** What the local header and the central one have in common. */
function header([signature = 0, madeBy]: readonly number[], entry: Entry): Buffer {
  const parts = [
    u32(signature),
    ...(madeBy === undefined ? [] : [u16(madeBy)]),
    ...[VERSION, UTF8, DEFLATED, 0, DAY].map(u16),
    ...[entry.crc, entry.data.length, entry.size].map(u32),
    u16(Buffer.byteLength(entry.path)),
    u16(0),
  ];
  return Buffer.concat(parts);
}

/** Files that everybody may read: Lambda runs as another user than the one who zipped. */
const MODE = (0o100644 << 16) >>> 0;

function centralOf(entry: Entry, at: number): Buffer {
  return Buffer.concat([
    header(CENTRAL, entry),
    ...[0, 0, 0].map(u16),
    u32(MODE),
    u32(at),
    Buffer.from(entry.path),
  ]);
}

function endOf(count: number, directory: number, at: number): Buffer {
  const counts = [0, 0, count, count].map(u16);
  return Buffer.concat([u32(0x06054b50), ...counts, u32(directory), u32(at), u16(0)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
