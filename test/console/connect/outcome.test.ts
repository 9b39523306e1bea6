import assert from 'node:assert/strict';

import { outcomeIn, waitForOutcome } from '../../../console/connect/outcome.ts';
import { reduce } from '../../../domain/lifecycle/machine.ts';
import type { State } from '../../../domain/lifecycle/state.ts';
import type { StoryKind } from '../../../domain/story.ts';
import { decision } from '../../builders/decision.ts';
import { after as following, NOW as SCRIPT_NOW, people } from '../../domain/lifecycle/script.ts';
import { linesOf } from '../rows.ts';

const accepted = decision({
  decision: 'accept',
  planHash: null,
  until: '2026-03-31T12:00:00Z',
  why: 'moves in March',
});
const asked = ['decision-asked', 'ana', 'asks to accept it until 2026: moves in March'] as const;
const others = ['decision-asked', 'eve', 'asks to accept it until 2026: other'] as const;

describe('what became of a decision', () => {
  it('the console returns no outcome while the check is not in the story', () => {
    assert.equal(outcomeIn(linesOf(), accepted), null);
    assert.equal(outcomeIn(linesOf(asked), accepted), null);
  });

  it("the console ignores the check of another person's decision", () => {
    const eves = linesOf(others, ['decision-refused', 'eve', 'not in the team']);

    assert.equal(outcomeIn(eves, accepted), null);
  });

  it('the console finds the right check after another decision was refused', () => {
    const lines = linesOf(
      others,
      ['decision-refused', 'eve', 'not in the team'],
      asked,
      ['decision-trusted', 'arn:ana', 'proved'],
      ['accepted', 'arn:ana', 'accepted until 2026'],
    );
    assert.deepEqual(outcomeIn(lines, accepted), {
      status: 'decided',
      text: 'accepted until 2026',
      actor: 'arn:ana',
    });
  });

  it('the console finds a refusal of a decision that has no entry of its own', () => {
    const lines = linesOf([
      'decision-refused',
      'ana',
      'Nobody can accept it while the finding is in VERIFY.',
    ]);

    assert.deepEqual(outcomeIn(lines, accepted), {
      status: 'refused',
      text: 'Nobody can accept it while the finding is in VERIFY.',
      actor: 'ana',
    });
  });

  it('the console finds the outcome of a decision whose reason the story shortened', () => {
    const long = { ...accepted, why: 'because '.repeat(200) };
    const cut = `asks to accept it until 2026: ${long.why.slice(0, 400)}…`;
    const lines = linesOf(['decision-asked', 'ana', cut], ['decision-refused', 'ana', 'no']);

    assert.deepEqual(outcomeIn(lines, long), { status: 'refused', text: 'no', actor: 'ana' });
  });

  it('the console knows the outcome of an undo when there is a plan to approve, or none', () => {
    const undo = { ...accepted, decision: 'undo' } as const;
    const believed = [
      ['decision-asked', 'ana', 'asks to undo it: moves in March'],
      ['decision-trusted', 'ana', 'proved'],
      ['second-asked', 'ana', 'ana asks to undo it'],
    ] as const;
    const then = (...line: readonly [StoryKind, string, string]) =>
      outcomeIn(linesOf(...believed, line), undo)?.status;

    assert.equal(outcomeIn(linesOf(...believed), undo), null);
    assert.equal(then('approval-asked', 'closeloop', 'approve it'), 'second-asked');
    assert.equal(then('cancelled', 'closeloop', 'nothing to take back'), 'refused');
  });

  it('the console waits for the outcome in new story entries only', async () => {
    const before = linesOf(asked, ['decision-refused', 'ana', 'the first time']);
    const after = linesOf(asked, ['decision-refused', 'ana', 'the first time'], asked, [
      'decision-trusted',
      'ana',
      'proved',
    ]);
    const stories = [before, before, after];
    const pauses: number[] = [];
    const waiting = {
      ledger: { story: () => Promise.resolve(stories.shift() ?? after) },
      pause: (ms: number) => Promise.resolve(void pauses.push(ms)),
    };

    const outcome = await waitForOutcome(waiting, { ...accepted, story: 'f' }, before);

    assert.deepEqual(outcome, { status: 'decided', text: 'proved', actor: 'ana' });
    assert.equal(pauses.length, 2);
  });

  it('the console returns pending after ten seconds without a check', async () => {
    let waited = 0;
    const waiting = {
      ledger: { story: () => Promise.resolve(linesOf(asked)) },
      pause: (ms: number) => Promise.resolve(void (waited += ms)),
    };

    assert.deepEqual(await waitForOutcome(waiting, { ...accepted, story: 'f' }, []), {
      status: 'pending',
    });
    assert.equal(waited, 10_000);
  });
});

describe('what the lifecycle itself tells of a decision', () => {
  const waits = following(people, { type: 'recorded', seq: 9, episode: 1 });
  const until = new Date(SCRIPT_NOW + 30 * 86_400_000).toISOString();
  const said = decision({ ...accepted, finding: waits.workflowId, until });
  const fourEyes = {
    ...waits,
    timetable: {
      ...waits.timetable,
      acceptance: { ...waits.timetable.acceptance, fourEyesFrom: 'INFORMATIONAL' },
    },
  } as const;

  const cases: readonly (readonly [State, boolean, string])[] = [
    [waits, true, 'decided'],
    [waits, false, 'refused'],
    [fourEyes, true, 'second-asked'],
  ];
  for (const [state, trusted, expected] of cases) {
    it(`the console reads the outcome ${expected} from the state machine's own story`, () => {
      const check = { trusted, because: 'the check says so', actor: 'arn:aws:iam::1:user/ana' };
      const sent = reduce(state, { type: 'decision', decision: said }, SCRIPT_NOW);
      const { story } = reduce(sent, { type: 'decisionChecked', id: said.id, check }, SCRIPT_NOW);
      const lines = story.unwritten.map((line) => ({ ...line, episode: 1 }));

      assert.equal(outcomeIn(lines, said)?.status, expected);
      assert.equal(
        outcomeIn(
          sent.story.unwritten.map((l) => ({ ...l, episode: 1 })),
          said,
        ),
        null,
      );
    });
  }
});
