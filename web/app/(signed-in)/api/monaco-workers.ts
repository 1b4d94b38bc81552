/** The web workers of GraphiQL's editors, bundled with the site so that none is loaded from elsewhere. */
const makers: Record<string, () => Worker> = {
  json: () => new Worker(new URL('monaco-editor/esm/vs/language/json/json.worker.js', import.meta.url)),
  graphql: () => new Worker(new URL('monaco-graphql/esm/graphql.worker.js', import.meta.url)),
};

const plain = () => new Worker(new URL('monaco-editor/esm/vs/editor/editor.worker.js', import.meta.url));

Object.assign(globalThis, {
  MonacoEnvironment: { getWorker: (_id: string, label: string) => (makers[label] ?? plain)() },
});
