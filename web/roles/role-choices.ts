import { graphql } from '../generated';

export const RoleChoices = graphql(`
  query RoleChoices($search: String) {
    page: iamRoles(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
      }
    }
  }
`);
