import { graphql } from '../generated';

export const WireAnswerQuery = graphql(`
  query WireAnswer($id: ID!, $path: String!) {
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
