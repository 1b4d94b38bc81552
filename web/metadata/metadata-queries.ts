import { graphql } from '../generated';

export const MetadataTreeQuery = graphql(`
  query MetadataTree($id: ID!, $dataSource: DataSource!, $version: String!) {
    instance(by: { id: $id }) {
      id
      metadataTree(dataSource: $dataSource, version: $version, as: V2) {
        ...MetadataEntry
      }
    }
  }
  fragment MetadataEntry on MetadataEntry {
    path
    name
    kind
    status
    size
    text
    isHidden
    sources {
      origin
      type
      id
      name
      field
    }
  }
`);

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
