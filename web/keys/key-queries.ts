import { graphql } from '../generated';

export const ImportKeys = graphql(`
  mutation ImportKeys($input: ImportSshKeysInput!) {
    importSshKeys(input: $input) {
      summary {
        created
        unchanged
        failed
      }
      results {
        index
        outcome
        sshKey {
          name
          type
          bits
          fingerprint
          comment
        }
        error {
          code
          message
        }
      }
    }
  }
`);

export const KeyChoices = graphql(`
  query KeyChoices($search: String) {
    page: sshKeys(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
      }
    }
  }
`);
