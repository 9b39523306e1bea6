/** `npm run -s closeloop -- …`. DESIGN §8 lists the commands; scripts rely on their names, flags and JSON. */
import { enableCompileCache } from 'node:module';

// Halves the start of what loads an SDK; before anything else is loaded.
enableCompileCache();

const { stdout, stderr, env, argv } = process;

// A reader that has seen enough (`… | head`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await start(argv.slice(2));

/** Commands load what they need: `fix check` runs hundreds of times and needs no AWS client and no Temporal. */
async function start(words: readonly string[]): Promise<number> {
  const [first, second, ...rest] = words[0] === '--json' ? [...words.slice(1), '--json'] : words;
  if (first === 'fix' && second === 'check') {
    const { runFixCheck } = await import('./fix.ts');
    return runFixCheck(rest, { out: write(stdout), err: write(stderr) });
  }
  const { run } = await import('./run.ts');
  return run(words, { stdout, stderr, variables: env });
}

function write(stream: NodeJS.WriteStream): (text: string) => void {
  return (text) => stream.write(text);
}
