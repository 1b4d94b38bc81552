import { describe, expect, it } from '@jest/globals';
import { OperationBudget } from './operation-budget.ts';

const limit = { maxBytes: 1000, sizeInWords: '1 kB' };

describe('an operation', () => {
  it('resolves so many fields and no more', () => {
    const budget = new OperationBudget(limit);
    for (let n = 0; n < 100_000; n += 1) budget.takeField();

    expect(() => budget.takeField()).toThrow(/more than 100,000 fields/);
  });

  it('finds contents of so many bytes and no more, those that it finds again included', () => {
    const budget = new OperationBudget(limit);
    budget.takeBytes(600);
    budget.takeBytes(400);

    expect(() => budget.takeBytes(1)).toThrow(/larger than 1 kB/);
  });
});
