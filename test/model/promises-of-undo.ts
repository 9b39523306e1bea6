import { starts } from './promises-of-writes.ts';
import type { Promised, Records } from './records.ts';

/** What Closeloop wrote is taken back by two people, and what was taken back is not written again by a machine. */
export const undos = {
  'an undo is asked for by one and approved by another': byTwo,
  'what was undone is written again on an approval only': leftAlone,
} as const satisfies Record<string, Promised>;

/** Has no say in what payments owns. */
const STRANGER = 'linus';

function byTwo(records: Records): string | null {
  for (const { n } of undosOf(records)) {
    const heard = records.said.filter((one) => one.n < n && one.actor !== STRANGER);
    const asked = heard.filter(({ decision }) => decision === 'undo');
    if (asked.length === 0) return 'nobody who has a say asked for it';
    const approved = heard.some(
      ({ n: at, decision, planHash, actor }) =>
        decision === 'approve' &&
        planHash !== null &&
        asked.some((one) => one.n < at && one.actor !== actor),
    );
    if (!approved) return 'nobody else approved its plan';
  }
  return null;
}

function leftAlone(records: Records): string | null {
  const undone = undosOf(records).map(({ n }) => n);
  for (const { n } of fixesOf(records)) {
    const before = undone.findLast((one) => one < n);
    if (before === undefined) continue;
    const approved = records.said.some(
      (one) => one.decision === 'approve' && one.n > before && one.n < n,
    );
    if (!approved) return 'a machine wrote again after the undo';
  }
  return null;
}

function undosOf(records: Records) {
  return starts(records).filter(({ input }) => isUndo(input));
}

function fixesOf(records: Records) {
  return starts(records).filter(({ input }) => !isUndo(input));
}

function isUndo({ DocumentName: name }: Readonly<Record<string, unknown>>): boolean {
  return typeof name === 'string' && name.endsWith('-Undo');
}
