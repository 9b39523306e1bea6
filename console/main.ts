/** `npm run -s closeloop -- …`. DESIGN §8 lists the commands; scripts rely on their names, flags and JSON. */
import { enableCompileCache } from 'node:module';

// Halves the start of what loads an SDK; before anything else is loaded.
enableCompileCache();

const { stdin, stdout, stderr, env, argv } = process;

// A reader that has seen enough (`… | head`) is no failure of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { run } = await import('./cli/run.ts');
process.exitCode = await run(argv.slice(2), { stdin, stdout, stderr, variables: env });
