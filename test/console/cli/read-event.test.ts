import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CliError } from '../../../console/cli/cli-error.ts';
import { readEvent } from '../../../console/cli/read-event.ts';

/** POSIX: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/mkfifo.html */
const MAKE_PIPE = 'mkfifo';

describe('the reading of an event file', () => {
  let folder: string;
  let pipe: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'closeloop-read-'));
    pipe = join(folder, 'pipe');
    execFileSync(MAKE_PIPE, [pipe]);
  });
  after(async () => await rm(folder, { recursive: true }));

  it('the reader of event files gives the text of a file', async () => {
    const file = join(folder, 'event.json');
    await writeFile(file, '{"é":1}');

    assert.equal(await readEvent(file), '{"é":1}');
  });

  for (const [name, bytes] of [
    ['UTF-16 with a byte order mark', Buffer.from('\ufeff{"é":1}', 'utf16le')],
    ['big-endian UTF-16', Buffer.from('\ufeff{"é":1}', 'utf16le').swap16()],
    ['UTF-16 without a byte order mark', Buffer.from('{"é":1}', 'utf16le')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeff{"é":1}')],
  ] as const) {
    it(`the reader of event files reads ${name}`, async () => {
      const file = join(folder, 'encoded.json');
      await writeFile(file, bytes);

      assert.equal(await readEvent(file), '{"é":1}');
    });
  }

  it('the reader of event files ends at a pipe that nobody writes', async () => {
    const error = await refused(pipe, { patienceMs: 100 });

    assert.match(error.message, /pipe could not be read: .*nobody wrote anything for 0\.1 s/);
  });

  it('the reader of event files takes what somebody writes into a pipe', async () => {
    const read = readEvent(pipe);
    createWriteStream(pipe).end('[1]');

    assert.equal(await read, '[1]');
  });

  it('the reader of event files ends at an endless pipe', async () => {
    const read = refused(pipe, { bytes: 1024 * 1024 });
    const writer = createWriteStream(pipe);
    writer.on('error', () => writer.destroy());
    writer.write(Buffer.alloc(2 * 1024 * 1024));

    assert.match((await read).message, /larger than 1 MiB/);
    writer.destroy();
  });

  it('the reader of event files does not begin with a file that is too large', async () => {
    const file = join(folder, 'huge.json');
    await writeFile(file, '');
    await truncate(file, 33 * 1024 * 1024);

    assert.match((await refused(file)).message, /huge\.json could not be read: .*than 32 MiB/);
  });

  it('the reader of event files refuses what is no file by what it is', async () => {
    assert.match((await refused(folder)).message, /it is a directory/);
    assert.match((await refused('/dev/zero')).message, /it is a device/);
    assert.match((await refused('/nowhere/x')).message, /ENOENT/);
  });
});

async function refused(file: string, limits = {}): Promise<CliError> {
  try {
    await readEvent(file, limits);
  } catch (error) {
    assert.ok(error instanceof CliError, String(error));
    assert.equal(error.exitCode, 2);
    return error;
  }
  throw new assert.AssertionError({ message: `${file} was read` });
}
