import type { Sample } from './code-drawer';

type Operation = { title: string; query: string; variables: Record<string, unknown> };

/** Quotes a text for a POSIX shell, in single quotes. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function curlOf({ query, variables }: Operation): string {
  const body = JSON.stringify({ query: query.replaceAll(/\s+/g, ' ').trim(), variables });
  return [
    `curl -sS ${window.location.origin}/graphql`,
    `-H "Authorization: Bearer $CLOUDMETA_TOKEN"`,
    `-H 'Content-Type: application/json'`,
    `-d ${shellQuote(body)}`,
  ].join(' \\\n  ');
}

/** Returns two samples for each operation: GraphQL with its variables, and the curl command that sends it. */
export function samplesOf(operations: Operation[]): Sample[] {
  return operations.flatMap((operation) => [
    {
      title: `${operation.title}, GraphQL`,
      text: `${operation.query.trim()}\n\n# variables\n${JSON.stringify(operation.variables, null, 2)}`,
    },
    { title: `${operation.title}, curl`, text: curlOf(operation) },
  ]);
}
