import { beforeEach, describe, expect, it } from '@jest/globals';
import { HeldSlots } from './held-slots.ts';

const limits = { ofAll: 12, ofAddress: 2, ofLink: 5 };

describe('the slots of held requests', () => {
  let slots: HeldSlots;
  beforeEach(() => void (slots = new HeldSlots(limits)));

  const take = (...names: string[]) => names.map((name) => slots.take(name));
  const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
  const takenBy = (names: string[]) => take(...names).filter(Boolean).length;

  it('are so many for one address, of whatever kind', () => {
    for (const who of ['10.0.0.5', '2001:db8::5', 'fe80::5%eth0', 'project/i-1'])
      expect(take(who, who, who)).toEqual([true, true, false]);
  });

  it.each([
    ['an IPv6 network', (n: number) => `2001:db8:0:1::${n}`, '2001:db8:0:2::1'],
    ['the link of an interface', (n: number) => `fe80::${n}%eth0`, 'fe80::1%eth1'],
  ])('are so many for %s, and others have theirs', (_, addressOf, other) => {
    expect(takenBy(numbers(9).map(addressOf))).toBe(limits.ofLink);

    expect(take(other)).toEqual([true]);
  });

  it.each([
    ['IPv4 addresses', (n: number) => `10.0.0.${n}`],
    ['machines that a proxy has signed', (n: number) => `fd00::/i-${n}`],
  ])('are so many for all %s', (_, nameOf) => {
    expect(takenBy(numbers(20).map(nameOf))).toBe(limits.ofAll);
  });

  it('are there again for others once they are given back', () => {
    const addresses = numbers(limits.ofLink).map((n) => `2001:db8::${n}`);
    take(...addresses);
    expect(take('2001:db8::ff')).toEqual([false]);

    for (const address of addresses) slots.giveBack(address);

    expect(takenBy(['2001:db8::ff', '2001:db8::fe', ...addresses])).toBe(limits.ofLink);
  });
});
