/** GraphiQL's editors compute in workers; these are bundled with the site, none comes from elsewhere. */
const makers: Record<string, () => Worker> = {
  json: () => new Worker(new URL('monaco-editor/esm/vs/language/json/json.worker.js', import.meta.url)),
  graphql: () => new Worker(new URL('monaco-graphql/esm/graphql.worker.js', import.meta.url)),
};

const plain = () => new Worker(new URL('monaco-editor/esm/vs/editor/editor.worker.js', import.meta.url));

Object.assign(globalThis, {
  MonacoEnvironment: { getWorker: (_id: string, label: string) => (makers[label] ?? plain)() },
});
