import { graphql } from '../generated';

export const IamRoleFields = graphql(`
  fragment IamRoleRecord on IamRole {
    id
    name
    version
    createdAt
    updatedAt
    viewerCanUpdate
    instanceProfileArn
    instanceProfileId
    credentialsState
    credentialsExpireAt
    credentialsUpdatedAt
    failureCode
    failureMessage
    instances(first: 1) {
      totalCount
    }
  }
`);

export const roleDocuments = {
  list: graphql(`
    query IamRoleList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $search: String
      $orderBy: NameOrder
    ) {
      page: iamRoles(
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
          ...IamRoleRecord
        }
      }
    }
  `),
  one: graphql(`
    query IamRole($id: ID!) {
      record: iamRole(by: { id: $id }) {
        ...IamRoleRecord
      }
    }
  `),
  users: graphql(`
    query IamRoleUsers($id: ID!) {
      record: iamRole(by: { id: $id }) {
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
    mutation CreateIamRole($input: CreateIamRoleInput!) {
      done: createIamRole(input: $input) {
        outcome
        record: iamRole {
          ...IamRoleRecord
        }
      }
    }
  `),
  update: graphql(`
    mutation UpdateIamRole($input: UpdateIamRoleInput!) {
      done: updateIamRole(input: $input) {
        outcome
        record: iamRole {
          ...IamRoleRecord
        }
      }
    }
  `),
  remove: graphql(`
    mutation DeleteIamRole($input: DeleteIamRoleInput!) {
      done: deleteIamRole(input: $input) {
        outcome
      }
    }
  `),
};
