/**
 * The layers of the code: an import may only go down. Run by `npm run lint` and `npm test`; each rule says in its comment
 * what to do instead.
 */
const TEST = '^server/tests/|\\.test\\.tsx?$';
/** A folder of server/ that holds an aggregate, or other entities. */
const AGGREGATE =
  '^server/(?!tests|addresses|metadata|graphql|database|guests|imds|api|http|cli|processes)[^/]+/';
const RESOLVER = '\\.resolver\\.ts$';
const ENTITY = '\\.entity\\.ts$';
/** Files that know nothing of the rest, and the pure folder of addresses. */
const GROUND =
  '^server/((config|config-values|describe-config|errors|log|clock|encryption)\\.ts$|addresses/)';
/** What is started, not imported. */
const STARTS = [
  '^server/(data-plane\\.|control-plane\\.)?main\\.ts$',
  '^server/cli/main\\.ts$',
  '^migrations/',
];
const CATCH_ALL = '[/.-](utils?|helpers?|common|shared|misc|lib|services?|managers?)[/.]';
/** What serves and assembles the rest. */
const UPPER =
  '^server/(api|http|imds|cli|processes)/|^server/(app|serve-data-plane|control-plane|kinds|entities|.*main)\\.ts$';

/** Everything that a process which answers machines runs: it starts in a third of a second and needs little memory. */
const DATA_PLANE =
  '^server/((main|app|start-up|serve-data-plane|data-plane\\.main)\\.ts$|(http|imds|guests|changes|processes|metadata|addresses)/|observed/(last-request|merge-requests|request-tracker|observed-(file|store))\\.ts$|database/(?!(orm|migrate|transaction|record|plain-rows|prune)))';
/** Everything for people and scripts, in the process of the control plane alone. */
const CONTROL_PLANE = [
  'node_modules/(@mikro-orm|type-graphql|graphql|graphql-scalars|class-validator|@apollo|next|react)/',
  '\\.(entity|resolver|inputs|payloads|subscriber)\\.ts$',
  '^server/(api|graphql)/|^server/(control-plane|kinds|entities)\\.ts$',
];

/** One rule: who, what it may not import, and the advice. */
function never(name, comment, { from, to }) {
  return { name, comment, severity: 'error', from, to };
}

const layers = [
  never(
    'base-knows-nothing',
    'config, errors, log and clock know nothing of the rest: pass in what they should say.',
    {
      from: { path: '^server/(config|errors|log|clock|encryption)\\.ts$' },
      to: { path: '^server/', pathNot: GROUND },
    },
  ),
  never(
    'addresses-stand-alone',
    'addresses/ is pure: what knows a network, a machine or a record belongs to its aggregate.',
    {
      from: { path: '^server/addresses/', pathNot: TEST },
      to: { path: '^(server|web)/', pathNot: '^server/addresses/' },
    },
  ),
  never(
    'metadata-stands-alone',
    'metadata/ is pure: put what it should tell into GuestView, filled by guests/.',
    {
      from: { path: '^server/metadata/', pathNot: TEST },
      to: { path: '^(server|web)/', pathNot: '^server/metadata/' },
    },
  ),
  never(
    'record-is-below',
    'The base record knows no aggregate: give the aggregate a method, or the record a hook.',
    {
      from: { path: '^server/database/record\\.ts$' },
      to: { path: '^server/', pathNot: '^server/(database/|(config|errors|log|clock|encryption)\\.ts$)' },
    },
  ),
  never(
    'database-below-resolvers',
    'database/ may list the entities and nothing above: move the act to its aggregate.',
    {
      from: { path: '^server/database/' },
      to: { path: [RESOLVER, '\\.(inputs|payloads|routes)\\.ts$', '^server/guests/', UPPER] },
    },
  ),
  never(
    'graphql-knows-no-aggregate',
    'graphql/ is what every resolver uses: import the type only, or move the file to its aggregate.',
    {
      from: { path: '^server/graphql/' },
      to: { path: [AGGREGATE, '^server/guests/', UPPER], dependencyTypesNot: ['type-only'] },
    },
  ),
  never(
    'entity-looks-down',
    'An entity uses entities, pure files, record and errors: hand it the rest as an argument.',
    {
      from: { path: ENTITY },
      to: {
        path: [
          '\\.(resolver|inputs|payloads|references|routes|subscriber|loader|cache|gate)\\.ts$',
          '^server/(guests|metadata)/',
          '^server/database/(?!record)',
          '^server/(config|log)\\.ts$',
          UPPER,
        ],
      },
    },
  ),
  never(
    'loader-below-resolvers',
    'Loader, cache and subscriber are used by resolvers, not the other way: pass what is needed.',
    {
      from: { path: '\\.(loader|cache|subscriber)\\.ts$' },
      to: { path: [RESOLVER, '\\.inputs\\.ts$', UPPER] },
    },
  ),
  never('aggregate-below-api', 'An aggregate does not know how it is served: api/, http/ and cli/ call it.', {
    from: { path: [AGGREGATE, '^server/guests/'], pathNot: TEST },
    to: { path: UPPER },
  }),
  never(
    'resolver-leaves-others-alone',
    "Call the other aggregate's entity, or name the act in a file of its own.",
    {
      from: { path: '^server/([^/]+)/.+\\.resolver\\.ts$' },
      to: { path: RESOLVER, pathNot: '^server/$1/' },
    },
  ),
  never(
    'api-below-http',
    'api/ assembles the schema: what http/ or app.ts have to tell it comes as an argument.',
    {
      from: { path: '^server/api/', pathNot: TEST },
      to: { path: '^server/(http|imds|cli)/|^server/(app|main)\\.ts$' },
    },
  ),
  never(
    'http-knows-no-entity',
    'http/ and imds/ ask a resolver or guests/ and turn the answer into bytes: they never see an entity.',
    {
      from: { path: '^server/(http|imds)/', pathNot: TEST },
      to: { path: [ENTITY, '^server/(cli|processes)/', '^server/(app|main)\\.ts$'] },
    },
  ),
  never('web-knows-no-server', 'web/ knows the server by schema.graphql alone: use the generated types.', {
    from: { path: '^web/' },
    to: { path: '^server/' },
  }),
  never('server-knows-no-web', 'The server hands requests to the built admin and imports nothing of it.', {
    from: { path: '^server/' },
    to: { path: '^web/' },
  }),
];

const planes = [
  never(
    'data-plane-is-light',
    'A process that answers machines loads no mapper and no GraphQL: import the type only, or ask the control plane.',
    {
      from: { path: DATA_PLANE, pathNot: TEST },
      to: { path: CONTROL_PLANE, dependencyTypesNot: ['type-only'] },
    },
  ),
];

const order = [
  never(
    'no-circle',
    'Only entities may know each other in a circle: take what both need into a third file below them.',
    {
      from: { path: '^(server|web)/', pathNot: ENTITY },
      to: { circular: true },
    },
  ),
  never('no-catch-all', 'Name the file by what it is: a place for everything is where nothing is found.', {
    from: {},
    to: { path: CATCH_ALL, pathNot: 'node_modules' },
  }),
  never(
    'no-import-from-a-catch-all',
    'Name the file by what it is: a place for everything is where nothing is found.',
    {
      from: { path: CATCH_ALL },
      to: {},
    },
  ),
  never('no-dead-file', 'Nobody imports this file: delete it, or use it.', {
    from: { path: [...STARTS, TEST] },
    to: { path: '^server/', pathNot: [...STARTS, TEST], reachable: false },
  }),
  never('tests-stay-outside', 'The product does not need its tests: move what both use out of them.', {
    from: { path: '^(server|web)/', pathNot: TEST },
    to: { path: TEST },
  }),
  never(
    'installed-for-users',
    'Users install `dependencies` only: move the package there (npm install --save-exact).',
    {
      from: { path: '^(server|web|migrations)/', pathNot: [TEST, '^web/codegen\\.ts$', '\\.d\\.ts$'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ),
  never('declared', 'package.json does not name this package: it is here only by the grace of another one.', {
    from: { path: '^(server|web|migrations)/' },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  }),
  never('resolvable', 'There is no such file.', {
    from: {},
    to: { couldNotResolve: true, pathNot: '/generated' },
  }),
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [...layers, ...planes, ...order],
  options: {
    parser: 'swc', // TypeScript 7 has no compiler in JavaScript
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|web/\\.next|web/generated)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
