import { graphql } from '../generated';

export const KeyRowFields = graphql(`
  fragment KeyRow on SshKey {
    id
    name
    type
    bits
    fingerprint
    comment
    updatedAt
    instances(first: 1) {
      totalCount
    }
  }
`);

export const KeyFields = graphql(`
  fragment KeyRecord on SshKey {
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

export const keyDocuments = {
  list: graphql(`
    query KeyList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $search: String
      $orderBy: NameOrder
    ) {
      page: sshKeys(
        first: $first
        after: $after
        last: $last
        before: $before
        search: $search
        orderBy: $orderBy
      ) {
        totalCount
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        nodes {
          ...KeyRow
        }
      }
    }
  `),
  one: graphql(`
    query Key($id: ID!) {
      record: sshKey(by: { id: $id }) {
        ...KeyRecord
      }
    }
  `),
  users: graphql(`
    query KeyUsers($id: ID!) {
      record: sshKey(by: { id: $id }) {
        id
        used: instances(first: 20) {
          totalCount
          nodes {
            id
            title: hostname
            detail: addresses
          }
        }
      }
    }
  `),
  create: graphql(`
    mutation CreateKey($input: CreateSshKeyInput!) {
      done: createSshKey(input: $input) {
        outcome
        record: sshKey {
          ...KeyRecord
        }
      }
    }
  `),
  update: graphql(`
    mutation UpdateKey($input: UpdateSshKeyInput!) {
      done: updateSshKey(input: $input) {
        outcome
        record: sshKey {
          ...KeyRecord
        }
      }
    }
  `),
  remove: graphql(`
    mutation DeleteKey($input: DeleteSshKeyInput!) {
      done: deleteSshKey(input: $input) {
        outcome
      }
    }
  `),
};
