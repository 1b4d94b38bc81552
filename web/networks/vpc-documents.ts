import { graphql } from '../generated';

export const VpcFields = graphql(`
  fragment VpcRecord on Vpc {
    id
    name
    version
    createdAt
    updatedAt
    viewerCanUpdate
    ipv4CidrBlocks
    ipv6CidrBlocks
    subnets(first: 1) {
      totalCount
    }
  }
`);

export const vpcDocuments = {
  list: graphql(`
    query VpcList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $search: String
      $orderBy: NameOrder
    ) {
      page: vpcs(
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
          ...VpcRecord
        }
      }
    }
  `),
  one: graphql(`
    query Vpc($id: ID!) {
      record: vpc(by: { id: $id }) {
        ...VpcRecord
      }
    }
  `),
  users: graphql(`
    query VpcUsers($id: ID!) {
      record: vpc(by: { id: $id }) {
        id
        used: subnets(first: 20) {
          totalCount
          nodes {
            id
            title: name
            detail: ipv4CidrBlock
          }
        }
      }
    }
  `),
  create: graphql(`
    mutation CreateVpc($input: CreateVpcInput!) {
      done: createVpc(input: $input) {
        outcome
        record: vpc {
          ...VpcRecord
        }
      }
    }
  `),
  update: graphql(`
    mutation UpdateVpc($input: UpdateVpcInput!) {
      done: updateVpc(input: $input) {
        outcome
        record: vpc {
          ...VpcRecord
        }
      }
    }
  `),
  remove: graphql(`
    mutation DeleteVpc($input: DeleteVpcInput!) {
      done: deleteVpc(input: $input) {
        outcome
      }
    }
  `),
};
