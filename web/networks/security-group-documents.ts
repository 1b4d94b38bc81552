import { graphql } from '../generated';

export const SecurityGroupFields = graphql(`
  fragment SecurityGroupRecord on SecurityGroup {
    id
    name
    version
    createdAt
    updatedAt
    viewerCanUpdate
    description
    instances(first: 1) {
      totalCount
    }
  }
`);

export const securityGroupDocuments = {
  list: graphql(`
    query SecurityGroupList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $search: String
      $orderBy: NameOrder
    ) {
      page: securityGroups(
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
          ...SecurityGroupRecord
        }
      }
    }
  `),
  one: graphql(`
    query SecurityGroup($id: ID!) {
      record: securityGroup(by: { id: $id }) {
        ...SecurityGroupRecord
      }
    }
  `),
  users: graphql(`
    query SecurityGroupUsers($id: ID!) {
      record: securityGroup(by: { id: $id }) {
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
    mutation CreateSecurityGroup($input: CreateSecurityGroupInput!) {
      done: createSecurityGroup(input: $input) {
        outcome
        record: securityGroup {
          ...SecurityGroupRecord
        }
      }
    }
  `),
  update: graphql(`
    mutation UpdateSecurityGroup($input: UpdateSecurityGroupInput!) {
      done: updateSecurityGroup(input: $input) {
        outcome
        record: securityGroup {
          ...SecurityGroupRecord
        }
      }
    }
  `),
  remove: graphql(`
    mutation DeleteSecurityGroup($input: DeleteSecurityGroupInput!) {
      done: deleteSecurityGroup(input: $input) {
        outcome
      }
    }
  `),
};
