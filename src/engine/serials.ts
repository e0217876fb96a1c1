// Serial numbers of a cell, for what has to be named shortly or by digits only: each given once, growing, below 10^11.
import { serialsPerBlock } from '../kernel/id.ts';
import type { Engine } from './engine.ts';

export interface Serials {
  /** Rejects when the database does not answer; asks it once per block. */
  next(cell: number): Promise<number>;
}

interface Block {
  readonly first: number;
  used: number;
}

export function createSerials(engine: Pick<Engine, 'store'>): Serials {
  const blocks = new Map<number, Promise<Block>>();
  function reserve(cell: number): Promise<Block> {
    const block = engine
      .store(cell)
      .reserveSerials()
      .then((number) => ({ first: number * serialsPerBlock, used: 0 }));
    blocks.set(cell, block);
    // A block that could not be reserved is asked for again.
    block.catch(() => blocks.delete(cell));
    return block;
  }
  return {
    async next(cell) {
      for (;;) {
        const promised = blocks.get(cell) ?? reserve(cell);
        const block = await promised;
        if (block.used < serialsPerBlock) return block.first + block.used++;
        if (blocks.get(cell) === promised) blocks.delete(cell);
      }
    },
  };
}
