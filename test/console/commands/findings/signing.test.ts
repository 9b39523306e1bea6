/** What you see is what you sign, on the command line: the form comes from the ledger, before the signature. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';

import stringWidth from 'string-width';

import { planHash } from '../../../../activities/runtime/plan.ts';
import { consentAt } from '../../../../console/cli/consent.ts';
import type { Consent } from '../../../../console/cli/consent.ts';
import { accept } from '../../../../console/commands/findings/accept.ts';
import { decide } from '../../../../console/commands/findings/decide.ts';
import { PLAIN } from '../../../../console/output/page.ts';
import type { Page } from '../../../../console/output/page.ts';
import type { Provable } from '../../../../domain/decision.ts';
import { HOSTILE, steersIn } from '../../../hostile-text.ts';
import {
  depsFor,
  errorOf,
  lifecycle,
  messagesThat,
  NEW_PLAN,
  PLAN,
  PLANS,
  PROOF,
  TAKEN,
} from '../../rows.ts';

const request = { id: 'payments-logs', why: 'checked', actor: 'dana', wait: true } as const;

interface Watched {
  readonly page?: Page;
  readonly agrees?: boolean;
  readonly row?: ReturnType<typeof lifecycle>;
  readonly plans?: Readonly<Record<string, string>>;
}

/** Dependencies that keep, in order, what was printed and what was signed. */
function watched({ page = PLAIN, agrees = true, row = lifecycle(), plans = PLANS }: Watched = {}) {
  const order: string[] = [];
  const messages = messagesThat(TAKEN);
  const deps = depsFor(row, messages);
  const consent: Consent = (text) => {
    order.push(page.print(text(page)));
    return Promise.resolve(agrees);
  };
  const prove = (decision: Provable) => {
    order.push(`signed ${'shown' in decision ? String(decision.shown) : 'nothing'}`);
    return Promise.resolve({ proof: PROOF });
  };
  const planText = (_id: string, hash: string) => Promise.resolve(plans[hash] ?? null);
  return {
    order,
    messages,
    deps: { ...deps, consent, prove, ledger: { ...deps.ledger, planText } },
  };
}

describe('what is signed on the command line', () => {
  it("the console prints the ledger's whole plan before it signs, and signs what it printed", async () => {
    const { order, messages, deps } = watched();
    const reply = await decide(deps, { ...request, decision: 'approve', plan: PLAN });
    const [printed = '', signed] = order;
    for (const line of ['Document  Closeloop-S3PublicAccess', 'Now publicAccessBlock  null'])
      assert.ok(printed.replaceAll(/ {2,}/g, '  ').includes(line), printed);
    assert.match(printed, /Parameter BucketName +“payments-logs”/);
    assert.match(printed, new RegExp(`Hash of the plan +${PLAN}`));
    assert.match(printed, /What you write\n +Why +checked\n +As +dana$/);
    const { payload } = messages.said[0]?.[1] ?? {};
    const shown = payload !== undefined && 'shown' in payload ? payload.shown : null;
    assert.equal(signed, `signed ${shown}`);
    assert.partialDeepStrictEqual(reply.json['shown'], { digest: shown });
  });

  it('the console signs and sends nothing where the person says no', async () => {
    const { order, messages, deps } = watched({ agrees: false });
    const error = await errorOf(decide(deps, { ...request, decision: 'approve', plan: PLAN }));
    assert.equal(error.code, 'not-signed');
    assert.deepEqual([order.length, messages.said.length], [1, 0]);
  });

  it("a command copied from a forged message, with the hash of another finding's plan, signs nothing", async () => {
    const other = JSON.stringify({
      ...(JSON.parse(PLANS[PLAN] ?? '') as object),
      account: '444455556666',
    });
    const hash = planHash(other);
    const { order, deps } = watched({ plans: { ...PLANS, [hash]: other } });
    const error = await errorOf(decide(deps, { ...request, decision: 'approve', plan: hash }));
    assert.equal(error.code, 'PlanNotShown');
    assert.match(error.message, /Nothing was signed or sent: .* in account 444455556666/);
    const unknown = { ...request, decision: 'approve', plan: 'f'.repeat(64) } as const;
    assert.match((await errorOf(decide(deps, unknown))).message, /does not hold plan ffffffffffff/);
    assert.deepEqual(order, []);
  });

  it('a plan that was changed in the ledger is not signed', async () => {
    const { order, deps } = watched({ plans: { [PLAN]: PLANS[NEW_PLAN] ?? '' } });
    const error = await errorOf(decide(deps, { ...request, decision: 'approve', plan: PLAN }));
    assert.match(error.message, /is another plan, .*: somebody changed it/);
    assert.deepEqual(order, []);
  });

  it('the console shows also an acceptance before it is signed, with its end and reason', async () => {
    const { order, deps } = watched({ row: lifecycle({ phase: 'HUMAN_REVIEW' }) });
    const end = { days: undefined, until: '2026-03-20T00:00:00Z' };
    await accept(deps, { ...request, decision: 'accept', end });
    assert.match(
      order[0] ?? '',
      /^Accept the risk: .*\n[^]*Until +2026-03-20T00:00:00Z\n +Why +checked/,
    );
  });

  for (const { tries, text } of HOSTILE) {
    it(`the console prints ${tries} in the line of its own fact, and indents what does not fit`, async () => {
      const long = `${text} ${'x '.repeat(60)}Effect: none`;
      const row = lifecycle({ title: long, owner: { team: long, because: long } });
      const narrow = { ...PLAIN, width: 72 };
      const { order, deps } = watched({ page: narrow, row });
      await decide(deps, { ...request, why: long, decision: 'approve', plan: PLAN });
      const lines = (order[0] ?? '').split('\n');
      for (const line of lines) {
        assert.deepEqual(steersIn(line), []);
        assert.doesNotMatch(line, /^ {0,4}(?:SECOND LINE|Effect: none)/);
      }
      assert.ok(lines.some((line) => stringWidth(line) > 40));
    });
  }
});

/** What a terminal or a pipe shows, and what is answered. */
async function asked({ tty, json = false, yes = false, answer = '' }: Asked) {
  const stdin = Object.assign(new PassThrough(), { isTTY: tty });
  const [stdout, stderr] = [stream(tty), stream(tty)];
  const streams = { stdin, stdout, stderr, variables: { NO_COLOR: '1' } } as never;
  stdin.write(answer);
  const agreed = await consentAt(streams, json)(() => ['the form'], { yes });
  return { agreed, out: textIn(stdout), err: textIn(stderr) };
}

describe('the question before a signature', () => {
  it('the question before a signature is asked on a terminal, and only "y" or "yes" signs', async () => {
    for (const [answer, agreed] of [
      ['y\n', true],
      ['YES\n', true],
      ['\n', false],
      ['no\n', false],
      ['yes please\n', false],
    ] as const) {
      const heard = await asked({ tty: true, answer });
      assert.equal(heard.agreed, agreed, answer);
      assert.match(heard.out, /^the form\n[^]*Sign exactly this\? \[y\/N\]/);
    }
  });

  it('the question before a signature is not asked in a pipe, with --json or with --yes, where the form is printed all the same', async () => {
    for (const how of [{ tty: false }, { tty: true, json: true }, { tty: true, yes: true }]) {
      const { agreed, out, err } = await asked(how);
      assert.equal(agreed, true);
      assert.match('json' in how ? err : out, /^the form\n/);
      if ('json' in how) assert.equal(out, '', 'stdout stays one line of JSON');
    }
  });
});

interface Asked {
  readonly tty: boolean;
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly answer?: string;
}

function stream(isTTY: boolean): PassThrough {
  return Object.assign(new PassThrough(), { isTTY, columns: 80 });
}

function textIn(of: PassThrough): string {
  return String(of.read() ?? '');
}
