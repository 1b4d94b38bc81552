/** Operations of any length that could take more than their share of time. */

const create = 'mutation ($input: CreateInstanceInput!) { createInstance(input: $input) { outcome } }';

/** Each makes an operation of a length: its document is long, or its variables are. */
export const longOperations: [string, (length: number) => { query: string; variables?: object }][] = [
  ['a text that hints', (n) => ({ query: create, variables: { input: ' Did you mean '.repeat(n / 14) } })],
  [
    'a field that hints',
    (n) => ({ query: create, variables: { input: { [' Did you mean '.repeat(n / 14)]: 1 } } }),
  ],
  [
    'a text that cannot be read',
    (n) => ({ query: create, variables: { input: '; at "a"; '.repeat(n / 10) } }),
  ],
  [
    'a list of wrong values',
    (n) => ({ query: create, variables: { input: { tags: Array(n / 2).fill(1) } } }),
  ],
  [
    'many fields',
    (n) => ({
      query: create,
      variables: { input: Object.fromEntries(Array.from({ length: n / 10 }, (_, i) => [`f${i}`, 1])) },
    }),
  ],
  [
    'a number that is none',
    (n) => ({ query: create, variables: { input: { hostname: 'a', launchIndex: '1'.repeat(n) } } }),
  ],
  [
    'an address',
    (n) => ({ query: create, variables: { input: { hostname: 'a', addresses: ['1.'.repeat(n / 2)] } } }),
  ],
  [
    'a moment',
    (n) => ({
      query: '{ auditEntries(filter: { since: $a }) { totalCount } }'.replace('{', 'query ($a: DateTime) {'),
      variables: { a: `2026-01-01T00:00:00.${'0'.repeat(n)}` },
    }),
  ],
  [
    'a name that no enum has',
    (n) => ({
      query: create,
      variables: { input: { hostname: 'a', metadataOptions: { httpTokens: 'Q'.repeat(n) } } },
    }),
  ],
  ['a host name', (n) => ({ query: create, variables: { input: { hostname: 'a-'.repeat(n / 2) } } })],
  [
    'a tag',
    (n) => ({ query: create, variables: { input: { hostname: 'a', tags: [{ key: '1_'.repeat(n / 2) }] } } }),
  ],
  [
    'a search',
    (n) => ({
      query: 'query ($a: String) { instances(search: $a) { totalCount } }',
      variables: { a: 'a '.repeat(n / 2) },
    }),
  ],
  [
    'a reference',
    (n) => ({ query: create, variables: { input: { hostname: 'a', userData: 'x'.repeat(n) } } }),
  ],
  [
    'a public key',
    (n) => ({
      query: 'mutation ($a: String!) { createSshKey(input: { publicKey: $a }) { outcome } }',
      variables: { a: 'ssh-rsa AAAA\n'.repeat(n / 13) },
    }),
  ],
  [
    'keys to import',
    (n) => ({
      query: 'mutation ($a: String!) { importSshKeys(input: { text: $a }) { summary { failed } } }',
      variables: { a: `ssh-rsa AAAA${'\nAAAA'.repeat(n / 5)}` },
    }),
  ],
  [
    'a template of templates',
    (n) => ({
      query:
        'mutation ($a: String!) { createUserData(input: { name: "t", text: $a, dryRun: true }) { outcome } }',
      variables: { a: '## template: jinja\n'.repeat(Math.min(n, 16_000) / 19) },
    }),
  ],
  [
    'a path',
    (n) => ({
      query: 'query ($a: String!) { instance(by: { hostname: "m" }) { metadata(path: $a) { status } } }',
      variables: { a: '/..'.repeat(n / 3) },
    }),
  ],
  [
    'a cursor',
    (n) => ({
      query: 'query ($a: String!) { instances(after: $a) { totalCount } }',
      variables: { a: 'W'.repeat(n) },
    }),
  ],
  ['a name in a document', (n) => ({ query: `{ ${'x'.repeat(n / 2)} }` })],
  ['a text in a document', (n) => ({ query: `{ instances(first: "${'x'.repeat(n / 2)}") { totalCount } }` })],
  ['a text that ends nowhere', (n) => ({ query: `{ instances(search: "${'x'.repeat(n / 2)}` })],
  ['signs', (n) => ({ query: `{ a(${'"a": '.repeat(n / 10)}) }` })],
  ['blocks of text', (n) => ({ query: `{ a(b: ${'"""" '.repeat(n / 10)}) }` })],
];
