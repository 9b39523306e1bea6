/** What people say at the real console, under their own sign-in, in one world for all. */
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { attested } from './attested.ts';
import { deciding } from './deciding.ts';
import { undoing } from './undo.ts';
import { wider } from './wider-exceptions.ts';

describe('people at the console', () => {
  let world: World;
  before(async () => {
    world = await startWorld({ say: () => {}, settleSeconds: 0.5 });
  });
  after(async () => await world.stop());

  describe('an exception for a control on tagged resources', () => wider(() => world));
  describe('who approves', () => deciding(() => world));
  describe('who attests what no control verifies', () => attested(() => world));
  describe('who takes a fix back', () => undoing(() => world));
});
