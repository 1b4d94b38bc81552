import type { CodegenConfig } from '@graphql-codegen/cli';

/** Reads schema.graphql in the current folder: run it at the root of the repository. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['web/**/*.{ts,tsx}', '!web/generated/**', '!web/.next/**'],
  ignoreNoDocuments: true,

  generates: {
    'web/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        strictScalars: true,
        useTypeImports: true,
        enumsAsTypes: true,
        scalars: {
          Bytes: 'string',
          CIDR: 'string',
          DateTime: 'string',
          IPAddress: 'string',
          JSON: 'unknown',
          MACAddress: 'string',
          Ref: 'string',
          UUID: 'string',
        },
      },
    },
  },
};

export default config;
