import { expect, it } from '@jest/globals';
import type { RestoredInput } from './input-from-document.ts';
import { closeGaps, fieldAtFirst, takeOut } from './take-out.ts';

it('calls what it takes out as it was called at first, however much was taken out before', () => {
  const input: RestoredInput = {
    hostname: 'web-1',
    keys: ['a', 'b', 'c', 'd'],
    interfaces: [{ addresses: ['10.0.0.1', '10.0.0.2'], associations: [] }],
  };
  const paths = [
    ['keys', '0'],
    ['keys', '1'],
    ['interfaces', '0', 'addresses', '0'],
    ['keys', '1'],
  ];

  const fields = paths.map((path) => {
    const field = fieldAtFirst(input, path);
    takeOut(input, path, 'ins-1');
    closeGaps(input);
    return field;
  });

  expect(fields).toEqual(['keys.0', 'keys.2', 'interfaces.0.addresses.0', 'keys.3']);
  expect(input).toMatchObject({ keys: ['b'], interfaces: [{ addresses: ['10.0.0.2'] }] });
});

it('takes the public address of a private one that is gone', () => {
  const associations = [
    { privateAddress: '10.0.0.1', publicAddress: '192.0.2.1' },
    { privateAddress: '10.0.0.2', publicAddress: '192.0.2.2' },
  ];
  const input = { hostname: 'web-1', interfaces: [{ addresses: ['10.0.0.1', '10.0.0.2'], associations }] };

  takeOut(input, ['interfaces', '0', 'addresses', '0'], 'ins-1');
  closeGaps(input);

  expect(input.interfaces).toEqual([{ addresses: ['10.0.0.2'], associations: [associations[1]] }]);
});
