import { graphql } from '../generated';

/** The instance, as the metadata tab needs it. */
export const MetadataOfFields = graphql(`
  fragment MetadataOf on Instance {
    id
    viewerCanUpdate
    metadataOptions {
      httpTokens
    }
  }
`);
