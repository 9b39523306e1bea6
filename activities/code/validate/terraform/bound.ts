import { moduleBlocks } from '../source/model.ts';
import type { Block, SourceModel } from '../source/model.ts';
import { bindingOf } from './binding.ts';

interface Bound {
  readonly type: string;
  readonly link: string;
  readonly target: Block;
}

/** The blocks of a type whose link refers to the target, whether or not they cover all of its instances. */
export function boundTo(model: SourceModel, { type, link, target }: Bound): readonly Block[] {
  return moduleBlocks(model).filter(
    (block) =>
      block.kind === 'resource' &&
      block.type === type &&
      bindingOf(block, link, { target, model }).refers,
  );
}
