import { graphql } from '../generated';

export const DocumentRowFields = graphql(`
  fragment DocumentRow on UserData {
    id
    name
    kind
    size
    updatedAt
    instances(first: 1) {
      totalCount
    }
  }
`);

export const DocumentFields = graphql(`
  fragment Document on UserData {
    id
    name
    version
    kind
    size
    sha256 @include(if: $withContents)
    content @include(if: $withContents)
    text @include(if: $withContents)
    createdAt
    updatedAt
    viewerCanUpdate
  }
`);

export const userDataDocuments = {
  list: graphql(`
    query DocumentList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $search: String
      $orderBy: NameOrder
    ) {
      page: userDataDocuments(
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
          ...DocumentRow
        }
      }
    }
  `),
  one: graphql(`
    query Document($id: ID!, $withContents: Boolean = true) {
      record: userData(by: { id: $id }) {
        ...Document
      }
    }
  `),
  users: graphql(`
    query DocumentUsers($id: ID!) {
      record: userData(by: { id: $id }) {
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
    mutation CreateDocument($input: CreateUserDataInput!, $withContents: Boolean = true) {
      done: createUserData(input: $input) {
        outcome
        record: userData {
          ...Document
        }
      }
    }
  `),
  update: graphql(`
    mutation UpdateDocument($input: UpdateUserDataInput!, $withContents: Boolean = true) {
      done: updateUserData(input: $input) {
        outcome
        record: userData {
          ...Document
        }
      }
    }
  `),
  remove: graphql(`
    mutation DeleteDocument($input: DeleteUserDataInput!) {
      done: deleteUserData(input: $input) {
        outcome
      }
    }
  `),
};
