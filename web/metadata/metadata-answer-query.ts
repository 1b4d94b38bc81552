import { graphql } from '../generated';

export const MetadataAnswerQuery = graphql(`
  query MetadataAnswer($id: ID!, $path: String!) {
    instance(by: { id: $id }) {
      id
      metadata(path: $path) {
        status
        contentType
        bytes
        text
        entries
      }
    }
  }
`);
