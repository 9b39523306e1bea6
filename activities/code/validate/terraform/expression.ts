/** A plain reference to one instance of a resource, data source or module. */
export interface Reference {
  /** `aws_s3_bucket.logs`, `data.aws_kms_key.main` or `module.logs`. */
  readonly address: string;
  /** As written; '' for none. */
  readonly index: string;
  readonly attribute: string;
}

/** The expression of a value that is one `${…}`; null for text and for templates with more in them. */
export function expressionOf(template: string): string | null {
  return /^\$\{([\s\S]*)\}$/.exec(template)?.[1]?.trim() ?? null;
}

const ADDRESS = String.raw`((?:data\.)?[A-Za-z]\w*\.[A-Za-z_][\w-]*)`;
const PLAIN = new RegExp(String.raw`^${ADDRESS}(?:\[([^\[\]]*)\]|\.(\d+))?\.(\w+)$`);
const SPLAT = new RegExp(String.raw`^${ADDRESS}(?:\.\*|\[\*\])\.(\w+)$`);

/**
 * Reads `x.y.id`, `x.y[0].id`, `x.y.0.id`, `x.y[*].id[0]`, the functions that take the first of a splat, and `try` around
 * any of them. Null for every other expression.
 */
export function parseReference(expression: string): Reference | null {
  const text = expression.replace(/^\s*\(([^()]*)\)\s*$/, '$1').trim();
  const plain = PLAIN.exec(text);
  if (plain !== null) {
    const [, address = '', index, legacy, attribute = ''] = plain;
    return { address, index: (index ?? legacy ?? '').trim(), attribute };
  }
  const tried = /^(?:try|coalesce)\(([\s\S]*),\s*(?:""|null)\s*\)$/.exec(text)?.[1];
  if (tried !== undefined) return parseReference(tried);
  const counted = countedOf(text);
  const splat = SPLAT.exec(counted === '' ? firstOf(text) : counted);
  if (splat === null) return null;
  const [, address = '', attribute = ''] = splat;
  return { address, index: counted === '' ? '0' : 'count.index', attribute };
}

/** The splat of which an expression takes the element of its own count, as before Terraform 0.12; '' for another one. */
function countedOf(text: string): string {
  const found =
    /^element\(([^()]*),\s*count\.index\s*\)$/.exec(text) ??
    /^([^()[\]]*(?:\[\*\])?[^()[\]]*)\[count\.index\]$/.exec(text);
  return found?.[1]?.trim() ?? '';
}

/** The splat of which an expression takes the first or only element; '' for another expression. */
function firstOf(text: string): string {
  const found =
    /^one\(([^()]*)\)$/.exec(text) ??
    /^join\("",([^()]*)\)$/.exec(text) ??
    /^element\(([^()]*),\s*0\s*\)$/.exec(text) ??
    /^element\(\s*concat\(([^()]*),\s*(?:\[""\]|list\(""\))\s*\),\s*0\s*\)$/.exec(text) ??
    /^concat\(([^()]*),\s*\[""\]\s*\)\[0\]$/.exec(text) ??
    /^([^()]*)\[0\]$/.exec(text);
  return found?.[1]?.trim() ?? '';
}
