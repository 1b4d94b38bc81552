import { graphql } from '../generated';

export const UserDataViewFields = graphql(`
  fragment UserDataView on UserData {
    id
    name
    kind
    size
    sha256
    content
    text
  }
`);

export const TextKind = graphql(`
  mutation TextKind($input: CreateUserDataInput!) {
    createUserData(input: $input) {
      userData {
        id
        kind
      }
    }
  }
`);

export const LimitQuery = graphql(`
  query UserDataLimit {
    setup {
      hasUsers
      userDataLimit
    }
  }
`);

export const DocumentChoices = graphql(`
  query DocumentChoices($search: String) {
    page: userDataDocuments(first: 200, search: $search, orderBy: { field: NAME }) {
      totalCount
      nodes {
        id
        name
      }
    }
  }
`);
