/** A block as people see it: by how its lines are indented. */
export interface LineBlock {
  /** `type.name`, `data.type.name`, `kind.label`, a logical id. */
  readonly name: string;
  readonly text: string;
}

/**
 * The blocks of a Terraform file or a template, without any parser of ours: what begins at the margin of a
 * Terraform file and ends with a brace there, what stands two blanks deep below `Resources:` in a template. None in
 * JSON, where a line is no block's own.
 */
export function splitByLines(text: string): readonly LineBlock[] {
  if (text.trimStart().startsWith('{')) return [];
  const lines = text.split('\n');
  return /^Resources:/m.test(text) ? ofTemplate(lines) : ofTerraform(lines);
}

function ofTerraform(lines: readonly string[]): readonly LineBlock[] {
  const blocks: LineBlock[] = [];
  for (const [at, line] of lines.entries()) {
    const match = /^(\w+)((?:\s+"[^"]*"|\s+\w+)*)\s*\{\s*$/.exec(line);
    if (match === null) continue;
    const end = lines.findIndex((one, index) => index > at && /^\}\s*(?:(?:#|\/\/).*)?$/.test(one));
    const [, kind = '', labels = ''] = match;
    const names = labels.split(/[\s"]+/).filter((name) => name !== '');
    const name = (kind === 'resource' ? names : [kind, ...names]).join('.');
    if (end > 0) blocks.push({ name, text: lines.slice(at, end + 1).join('\n') });
  }
  return blocks;
}

function ofTemplate(lines: readonly string[]): readonly LineBlock[] {
  const blocks: LineBlock[] = [];
  const start = lines.indexOf('Resources:');
  for (let at = start + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\S/.test(line) && !line.startsWith('#')) break;
    const name = /^ {2}(\w+):\s*$/.exec(line)?.[1];
    if (name === undefined) continue;
    let end = at + 1;
    while (end < lines.length && /^ {3,}\S/.test(lines[end] ?? '')) end++;
    blocks.push({ name, text: lines.slice(at, end).join('\n') });
  }
  return blocks;
}
