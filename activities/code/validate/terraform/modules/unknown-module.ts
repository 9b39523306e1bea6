import { printable, reject } from '../../rejection.ts';
import type { LocalModule, Rejection } from '../../rejection.ts';
import type { Block } from '../../source/model.ts';
import { resolve, textOfValue } from '../scope.ts';

/** What inputs of modules are called that have to do with what a control checks. */
const LOOKS_RIGHT: Readonly<Record<string, RegExp>> = {
  'KMS.RotationDisabled': /rotat/i,
  'S3.InsecureTransport': /insecure|transport|ssl|tls|polic/i,
  'S3.MissingAccessLogs': /log/i,
  'S3.MissingEncryption': /encrypt|sse|kms/i,
  'S3.MissingKmsEncryption': /encrypt|sse|kms/i,
  'S3.MissingVersioning': /versioning|versioned/i,
  'S3.PublicAccess': /public|acl|grant|private/i,
};

/** The module is not known: people are told which one it is, in which version, and where to look in the call. */
export function unknownModule(call: Block, control: string): Rejection {
  const { address } = call;
  const inside = localModule(call);
  if (inside !== null) {
    const where = `inside the module ${printable(inside.source)} of the same repository`;
    const what = `${printable(address)} makes the resource ${where}, which this file does not contain`;
    return { ...reject('TARGET_IN_MODULE', `${what}.`), inside };
  }
  const source = textIn(call, 'source');
  const version = textIn(call, 'version');
  const which =
    source === null ? 'a module whose source is not shown' : `the module ${printable(source)}`;
  const at = version === null ? '' : ` (version ${printable(version)})`;
  const reason = `${printable(address)} makes the resource inside ${which}${at}, which Closeloop does not know`;
  return reject('TARGET_IN_MODULE', `${reason}; ${lookingRight(call, control)}.`);
}

/** Another call gets what the control is about: people are told where its companions may stand. */
export function notReadModule(call: Block, what: string): Rejection {
  const source = textIn(call, 'source');
  const where = source === null ? 'its source' : printable(source);
  const gets = `${printable(call.address)} gets ${what} and may configure it`;
  return reject(
    'MODULE_COMPANION',
    `${gets}; the module is not read: look in ${where} before anything is added here.`,
  );
}

/** The module is known, and this call of it cannot be judged; `why` ends the sentence that the call begins. */
export function unjudgedCall(call: Block, control: string, why: string): Rejection {
  const source = printable(textIn(call, 'source') ?? 'a module');
  const reason = `${printable(call.address)} calls ${source} and ${why}`;
  return reject('TARGET_IN_MODULE', `${reason}; ${lookingRight(call, control)}.`);
}

/** https://developer.hashicorp.com/terraform/language/modules/sources#local-paths */
function localModule({ address, body }: Block): LocalModule | null {
  const { source, ...inputs } = body;
  if (typeof source !== 'string' || !/^\.\.?\/[^$%]*$/.test(source)) return null;
  for (const meta of ['version', 'providers', 'count', 'for_each', 'depends_on']) {
    Reflect.deleteProperty(inputs, meta);
  }
  return { call: address, source, inputs };
}

function lookingRight({ body }: Block, control: string): string {
  const pattern = Object.hasOwn(LOOKS_RIGHT, control) ? LOOKS_RIGHT[control] : undefined;
  const names = Object.keys(body).filter((name) => pattern?.test(name) === true);
  if (names.length === 0) return 'none of the inputs given looks right';
  return `inputs given that look right: ${names.slice(0, 8).map(printable).join(', ')}`;
}

function textIn({ body }: Block, name: string): string | null {
  return textOfValue(resolve(body[name], new Map()));
}
