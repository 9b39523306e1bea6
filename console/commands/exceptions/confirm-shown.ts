/** A second security lead confirms a scoped exception: what was requested is shown, and signed by its hash. */
import { scopeInWords } from '../../../domain/scope.ts';
import { CliError } from '../../cli/cli-error.ts';
import { commandLine } from '../../cli/command-line.ts';
import type { Consent } from '../../cli/consent.ts';
import { findScopedException } from '../../cli/find-scoped-exception.ts';
import type { Reply } from '../../cli/reply.ts';
import { factLines } from '../../output/wrap.ts';
import { decideScoped, matchedLines } from './decide-scoped.ts';
import type { ScopedDeps } from './send-scoped.ts';

interface Confirming {
  readonly id: string;
  readonly actor: string;
  readonly why: string | undefined;
  readonly yes?: boolean | undefined;
}

/** Throws CliError `not-asked`, `not-signed` for a no, or what `sendScoped` throws. */
export async function confirmShown(
  deps: ScopedDeps & { readonly consent: Consent },
  { id, actor, why: own, yes = false }: Confirming,
): Promise<Reply> {
  const one = await findScopedException(deps.exceptions, id);
  const { request, scope } = one;
  const next = [commandLine('exceptions', 'show', one.id)];
  if (request === null) {
    const message = `No request about ${one.id} waits (its status is ${one.phase}): nothing was sent.`;
    throw new CliError('not-asked', message, { next });
  }
  const { by, hash, kind, until } = request;
  const why = own ?? `confirms what ${by} requested: ${request.why}`;
  const verb = kind === 'ask' ? 'accept' : 'extend';
  const agrees = await deps.consent(
    (page) => [
      page.style.bold(scopeInWords(scope)),
      ...factLines(
        [
          ['Asked', `${by} wants to ${verb} it until ${until}: ${request.why}`],
          ['Why', why],
          ['As', actor],
          ['Hash', hash],
        ],
        page,
      ),
      ...matchedLines(one).map((line) => `  ${line}`),
    ],
    { yes },
  );
  if (!agrees) {
    const message = 'You did not confirm: nothing was signed or sent.';
    throw new CliError('not-signed', message, { next });
  }
  return await decideScoped(deps, one.id, { decision: 'confirm', hash, actor, why });
}
