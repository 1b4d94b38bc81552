export const examples = [
  {
    query: `# Who is there, and what does each machine tell itself apart by?
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
    query: `# Exactly what one machine is told at a path.
query Metadata($hostname: String!, $path: String!) {
  instance(by: { hostname: $hostname }) {
    metadata(path: $path) { status contentType text entries }
  }
}
`,
    variables: '{ "hostname": "web-1", "path": "/latest/meta-data/" }',
  },
  {
    query: `# Creates the machine, or brings it to this state. Take dryRun away to do it.
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
