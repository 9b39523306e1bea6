/** The meaning of `GitHost`, as cases that every adapter passes on a real or a faithful server. */
import { describeFailing } from './describe-failing.ts';
import { describePeople } from './describe-people.ts';
import { describeProposing } from './describe-proposing.ts';
import { describeReading } from './describe-reading.ts';
import { FILES } from './host-under-test.ts';
import type { HostServer, HostUnderTest } from './host-under-test.ts';

export function describeHost(name: string, start: () => Promise<HostServer>): void {
  describe(`${name} as a Git host`, function conformance() {
    this.timeout(60_000);
    let server: HostServer | null = null;

    before(async () => {
      server = await start();
    });

    after(async () => {
      await server?.stop();
    });

    const fresh = async (): Promise<HostUnderTest> => {
      if (server === null) throw new Error('The server is not started yet.');
      return await server.fresh(FILES);
    };

    describe('reads', () => describeReading(fresh));
    describe('proposes', () => describeProposing(fresh));
    describe('fails', () => describeFailing(fresh));
    describe('respects people', () => describePeople(fresh));
  });
}
