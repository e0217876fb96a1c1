// Order numbers for dialects whose orders are named by digits only: unique for ever, growing, and leading to their cell.
import { orderNumber, orderNumbersPerBlock } from '../kernel/id.ts';
import type { Engine } from './engine.ts';

export interface OrderNumbers {
  /** Rejects when the database does not answer; asks it once per block. */
  next(cell: number): Promise<string>;
}

interface Block {
  readonly first: number;
  used: number;
}

export function createOrderNumbers(engine: Pick<Engine, 'store'>): OrderNumbers {
  const blocks = new Map<number, Promise<Block>>();
  function reserve(cell: number): Promise<Block> {
    const block = engine
      .store(cell)
      .reserveOrderNumbers()
      .then((number) => ({ first: number * orderNumbersPerBlock, used: 0 }));
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
        if (block.used < orderNumbersPerBlock) return orderNumber(cell, block.first + block.used++);
        if (blocks.get(cell) === promised) blocks.delete(cell);
      }
    },
  };
}
