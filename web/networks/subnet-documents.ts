import { graphql } from '../generated';

export const SubnetFields = graphql(`
  fragment SubnetRecord on Subnet {
    id
    name
    version
    createdAt
    updatedAt
    viewerCanUpdate
    ipv4CidrBlock
    ipv4Gateway
    ipv6CidrBlocks
    ipv6Gateway
    dhcp
    dnsServers
    vpc {
      id
      name
    }
    instances(first: 1) {
      totalCount
    }
  }
`);

export const subnetDocuments = {
  list: graphql(`
    query SubnetList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $search: String
      $orderBy: NameOrder
    ) {
      page: subnets(
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
          ...SubnetRecord
        }
      }
    }
  `),
  one: graphql(`
    query Subnet($id: ID!) {
      record: subnet(by: { id: $id }) {
        ...SubnetRecord
      }
    }
  `),
  users: graphql(`
    query SubnetUsers($id: ID!) {
      record: subnet(by: { id: $id }) {
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
    mutation CreateSubnet($input: CreateSubnetInput!) {
      done: createSubnet(input: $input) {
        outcome
        record: subnet {
          ...SubnetRecord
        }
      }
    }
  `),
  update: graphql(`
    mutation UpdateSubnet($input: UpdateSubnetInput!) {
      done: updateSubnet(input: $input) {
        outcome
        record: subnet {
          ...SubnetRecord
        }
      }
    }
  `),
  remove: graphql(`
    mutation DeleteSubnet($input: DeleteSubnetInput!) {
      done: deleteSubnet(input: $input) {
        outcome
      }
    }
  `),
};
