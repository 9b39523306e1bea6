/** A file that a person names, or standard input: it may be anything, and reading it must end. */
import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty } from 'node:tty';

import { CliError } from './cli-error.ts';
import { decodeText } from './decode-text.ts';

/** A hundred times what EventBridge or a page of GetFindings can hold. */
const MOST_BYTES = 32 * 1024 * 1024;
/** Whoever writes into a pipe writes by then, or never. */
const PATIENCE_MS = 10_000;
const STDIN = 0;

interface Limits {
  readonly bytes: number;
  readonly patienceMs: number;
}

/** What to do about a file that is none of those that the console reads. */
export const NAME_A_FILE = 'Name a file with events or findings as JSON, or - for standard input.';

/** How messages call a file that was named on the command line: `-` is standard input. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/**
 * The text of an event file, of standard input (`-`) or of a pipe that is being written. Throws a CliError that says why
 * it cannot be read.
 */
export async function readEvent(
  file: string,
  { bytes = MOST_BYTES, patienceMs = PATIENCE_MS }: Partial<Limits> = {},
): Promise<string> {
  return decodeText(await readBytes(file, { bytes, patienceMs }));
}

async function readBytes(file: string, limits: Limits): Promise<Buffer> {
  const name = fileName(file);
  const fd = file === '-' ? STDIN : opened(file);
  const found = fstatSync(fd);
  const isStdin = fd === STDIN;
  if (found.isFIFO() || (isStdin && found.isSocket())) return await readPipe(fd, name, limits);
  try {
    if (isStdin && isatty(fd)) throw unreadable(name, 'it is a terminal: pipe a file into it');
    if (found.isDirectory()) throw unreadable(name, 'it is a directory');
    if (!found.isFile()) throw unreadable(name, 'it is a device or a socket, not a file');
    if (found.size > limits.bytes) throw tooLarge(name, limits.bytes);
    return await readFile(fd, name, limits.bytes);
  } finally {
    if (!isStdin) closeSync(fd);
  }
}

/** Without O_NONBLOCK the opening of a pipe waits for a writer, and cannot be given up. */
function opened(file: string): number {
  try {
    return openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

async function readFile(fd: number, file: string, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of createReadStream(file, { fd, autoClose: false })) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    // Some files (/proc) say that they are empty and go on without end.
    if (size > most) throw tooLarge(file, most);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** As `<(command)` gives it. Through a socket, which closes it, so that waiting for the writer can be given up. */
async function readPipe(fd: number, file: string, { bytes, patienceMs }: Limits): Promise<Buffer> {
  const socket = new Socket({ fd, readable: true, writable: false });
  const chunks: Buffer[] = [];
  let size = 0;
  return await new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    const seconds = patienceMs / 1000;
    socket.setTimeout(patienceMs, () => {
      fail(unreadable(file, `it is a pipe into which nobody wrote anything for ${seconds} s`));
    });
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size > bytes) fail(tooLarge(file, bytes));
    });
    socket.on('end', () => resolve(Buffer.concat(chunks)));
    socket.on('error', (error) => fail(unreadable(file, error.message, error)));
  });
}

function unreadable(file: string, why: string, cause?: unknown): CliError {
  return new CliError('file', `${file} could not be read: ${why}`, {
    next: [NAME_A_FILE],
    exitCode: 2,
    cause,
  });
}

function tooLarge(file: string, bytes: number): CliError {
  const most = bytes / 1024 / 1024;
  return new CliError('file', `${file} could not be read: it is larger than ${most} MiB`, {
    next: ['Split it: EventBridge sends at most 256 KB at once, GetFindings 100 findings a page.'],
    exitCode: 2,
  });
}
