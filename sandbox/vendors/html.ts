/** The sandbox's pages: one style, no scripts, every text escaped. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A whole page; `body` is HTML. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>${body}</body></html>`;
}

/** A link where the address is a web address, else text. */
export function htmlLink(url: string, text: string): string {
  const shown = escapeHtml(text);
  return /^https?:\/\//.test(url) ? `<a href="${escapeHtml(url)}">${shown}</a>` : shown;
}

/** One text with line breaks. */
export function htmlLines(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>');
}

/** A unified diff, a coloured line each. */
export function htmlDiff(diff: string): string {
  const lines = diff.split('\n').map((line) => {
    const kind = KINDS.find(([start]) => line.startsWith(start))?.[1] ?? '';
    return `<span class="${kind}">${escapeHtml(line) || ' '}</span>`;
  });
  return `<pre class="diff">${lines.join('')}</pre>`;
}

const KINDS = [
  ['diff ', 'file'],
  ['index ', 'meta'],
  ['--- ', 'meta'],
  ['+++ ', 'meta'],
  ['@@', 'hunk'],
  ['+', 'added'],
  ['-', 'removed'],
] as const;

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;color:#1f2328;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:.8rem 0 .4rem}h3{font-size:1rem;margin:.8rem 0 .3rem}
a{color:#0969da}p{margin:.4rem 0;white-space:pre-wrap}small,.meta{color:#59636e}
article{border:1px solid #d1d9e0;border-radius:8px;padding:.6rem 1rem 1rem;margin:1rem 0}
.badge{display:inline-block;border-radius:2rem;padding:.1rem .7rem;color:#fff;background:#59636e;font-size:.85rem}
.open{background:#1a7f37}.merged{background:#8250df}.closed{background:#cf222e}
.bar{border-bottom:1px solid #d1d9e0;padding-bottom:.8rem;margin-bottom:1rem}
button,.action{display:inline-block;border:1px solid #d1d9e0;border-radius:6px;padding:.25rem .8rem;margin:.2rem .4rem .2rem 0;background:#f6f8fa;color:#1f2328;font:inherit;text-decoration:none}
.primary{background:#1f883d;border-color:#1f883d;color:#fff}.danger{color:#cf222e}
.fields{display:grid;grid-template-columns:1fr 1fr;gap:.3rem 1.5rem;overflow-wrap:anywhere}
code,pre{font:13px/1.5 ui-monospace,monospace;background:#f6f8fa;border-radius:6px}code{padding:.1rem .3rem}
pre{padding:.6rem;overflow-x:auto}pre code{padding:0}
.diff{padding:0;border:1px solid #d1d9e0}.diff span{display:block;padding:0 .6rem;white-space:pre-wrap}
.diff .added{background:#dafbe1}.diff .removed{background:#ffebe9}.diff .hunk{background:#ddf4ff;color:#59636e}
.diff .file{background:#f6f8fa;font-weight:600;border-top:1px solid #d1d9e0}
table{border-collapse:collapse}td,th{border:1px solid #d1d9e0;padding:.25rem .6rem;text-align:left}
.thread{border-left:3px solid #d1d9e0;margin:.6rem 0 0;padding-left:2rem}.thread li{margin:.2rem 0}
details{margin:.4rem 0}summary{cursor:pointer}
`;
