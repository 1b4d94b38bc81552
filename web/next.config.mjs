import { fileURLToPath } from 'node:url';

process.env.NEXT_TELEMETRY_DISABLED = '1';

const repository = fileURLToPath(new URL('..', import.meta.url));

/** Replaces the old copy of DOMPurify in GraphiQL's editor with the current package. */
const purify = './app/(signed-in)/api/dompurify.ts';

/** @type {import('next').NextConfig} */
export default {
  basePath: '/admin',
  reactStrictMode: true,
  poweredByHeader: false,
  devIndicators: false,
  images: { unoptimized: true },
  turbopack: {
    root: repository,
    resolveAlias: { './dompurify/dompurify.js': purify, '../../dompurify/dompurify.js': purify },
  },
  outputFileTracingRoot: repository,
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'] },
};
