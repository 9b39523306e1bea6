/** The transcript as a page of docs. */
import type { Task, Typed } from './people.ts';

const INTRODUCTION = `# Eight tasks

What people want to know and do, each with at most two commands a person, found from \`--help\` alone. This page is
written by a script that plays the demo and then types these commands as its people:
\`UPDATE_SNAPSHOTS=1 npx mocha --timeout 900000 test/world/tasks/eight-tasks.long.ts\`. Without the variable the same
script checks each answer, and that the page has the commands that were typed. Each person is signed in to AWS under
their own name: \`npm run -s closeloop -- --env .closeloop/barbara.env …\` in the demo.
`;

export function page(tasks: readonly Task[]): string {
  const parts = tasks.map(({ title, typed }, i) => section(`${i + 1}. ${title}`, typed));
  return [INTRODUCTION, ...parts].join('\n');
}

/** The lines of a page that show what was typed. */
export function commandsIn(text: string): readonly string[] {
  return text.split('\n').filter((line) => PROMPT.test(line));
}

const PROMPT = /^\w+\$ closeloop /;

function section(title: string, typed: readonly Typed[]): string {
  const shown = typed.map((one) => `${prompt(one)}\n${beginning(`${one.stdout}${one.stderr}`)}`);
  return `## ${title}\n\n\`\`\`text\n${shown.join('\n\n')}\n\`\`\`\n`;
}

/** The page shows where each answer begins; the whole is in the demo. */
const MOST_LINES = 64;

function beginning(text: string): string {
  const lines = text.trimEnd().split('\n');
  const rest = lines.length - MOST_LINES;
  return rest <= 0
    ? lines.join('\n')
    : [...lines.slice(0, MOST_LINES), `… ${rest} more lines`].join('\n');
}

function prompt({ person, words }: Typed): string {
  return `${person}$ closeloop ${words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ')}`;
}
