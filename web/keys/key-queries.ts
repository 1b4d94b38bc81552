import { graphql } from '../generated';

export const KeyRowFields = graphql(`
  fragment KeyRow on SshKey {
    id
    name
    type
    bits
    fingerprint
    comment
    createdAt
    updatedAt
    instances(first: 1) {
      totalCount
    }
  }
`);

export const KeyFields = graphql(`
  fragment KeyDetails on SshKey {
    id
    name
    version
    publicKey
    type
    bits
    fingerprint
    comment
    createdAt
    updatedAt
    viewerCanUpdate
  }
`);

export const KeyQuery = graphql(`
  query Key($id: ID!) {
    sshKey(by: { id: $id }) {
      ...KeyDetails
    }
  }
`);

export const CreateKey = graphql(`
  mutation CreateKey($input: CreateSshKeyInput!) {
    createSshKey(input: $input) {
      outcome
      sshKey {
        ...KeyDetails
      }
    }
  }
`);

export const UpdateKey = graphql(`
  mutation UpdateKey($input: UpdateSshKeyInput!) {
    updateSshKey(input: $input) {
      outcome
      sshKey {
        ...KeyDetails
      }
    }
  }
`);

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
