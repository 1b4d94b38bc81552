import { graphql } from '../generated';

export const VpcChoices = graphql(`
  query VpcChoices($search: String) {
    page: vpcs(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
        notes: ipv4CidrBlocks
      }
    }
  }
`);

export const SubnetChoices = graphql(`
  query SubnetChoices($search: String) {
    page: subnets(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
        notes: ipv4CidrBlock
      }
    }
  }
`);

export const SecurityGroupChoices = graphql(`
  query SecurityGroupChoices($search: String) {
    page: securityGroups(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
      }
    }
  }
`);
