export const examples = [
  {
    query: `# The first 20 instances, with what identifies each of them.
query Machines {
  instances(first: 20, orderBy: { field: HOSTNAME }) {
    totalCount
    nodes {
      id
      instanceId
      hostname
      addresses
      mac
      keys { name }
      userData { name kind size }
    }
  }
}
`,
  },
  {
    query: `# The answer that one instance gets at a path.
query Metadata($hostname: String!, $path: String!) {
  instance(by: { hostname: $hostname }) {
    metadata(path: $path) { status contentType text entries }
  }
}
`,
    variables: '{ "hostname": "web-1", "path": "/latest/meta-data/" }',
  },
  {
    query: `# Creates the instance, or updates it to this state. Remove dryRun to apply it.
mutation Upsert($input: UpsertInstanceInput!) {
  upsertInstance(input: $input) {
    outcome
    instance { id instanceId hostname addresses }
  }
}
`,
    variables: '{ "input": { "hostname": "web-1", "addresses": ["192.168.122.50"], "dryRun": true } }',
  },
];
