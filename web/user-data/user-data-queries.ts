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

export const DocumentFields = graphql(`
  fragment Document on UserData {
    ...UserDataView
    version
    createdAt
    updatedAt
    viewerCanUpdate
  }
`);

export const DocumentQuery = graphql(`
  query Document($id: ID!) {
    userData(by: { id: $id }) {
      ...Document
    }
  }
`);

export const CreateDocument = graphql(`
  mutation CreateDocument($input: CreateUserDataInput!) {
    createUserData(input: $input) {
      outcome
      userData {
        ...Document
      }
    }
  }
`);

export const UpdateDocument = graphql(`
  mutation UpdateDocument($input: UpdateUserDataInput!) {
    updateUserData(input: $input) {
      outcome
      userData {
        ...Document
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
