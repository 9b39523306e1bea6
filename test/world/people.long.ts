/** People at the real console, under their own sign-in, all in one world. */
import { startWorld } from '../../sandbox/world.ts';
import type { World } from '../../sandbox/world.ts';
import { attested } from './attested.ts';
import { deciding } from './deciding.ts';
import { stopping } from './kill-switch.ts';
import { recreated } from './recreated.ts';
import { scopedExceptions } from './scoped-exceptions.ts';
import { undoing } from './undo.ts';

describe('people at the console', () => {
  let world: World;
  before(async () => {
    world = await startWorld({ say: () => {}, settleSeconds: 0.5 });
  });
  after(async () => await world.stop());

  describe('a scoped exception', () => scopedExceptions(() => world));
  describe('who approves', () => deciding(() => world));
  describe('who attests what no control verifies', () => attested(() => world));
  describe('who undoes a fix', () => undoing(() => world));
  describe('who stops all writes', () => stopping(() => world));
  describe('a document that somebody recreates', () => recreated(() => world));
});
