'use client';

import './monaco-workers';
import 'graphiql/style.css';
import { useComputedColorScheme } from '@mantine/core';
import { GraphiQL, type GraphiQLProps } from 'graphiql';
import { examples } from './examples';
import classes from './playground.module.css';

const ask: GraphiQLProps['fetcher'] = async (params) => {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'include',
    headers: { 'Content-Type': 'application/json', 'apollo-require-preflight': 'true' },
    body: JSON.stringify(params),
  });
  return response.json();
};

/** GraphiQL. It only sends requests to this server, with the session of this browser. */
export function Playground() {
  const scheme = useComputedColorScheme('light');
  return (
    <div className={classes.playground}>
      <GraphiQL fetcher={ask} forcedTheme={scheme} defaultTabs={examples} isHeadersEditorEnabled={false}>
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
      </GraphiQL>
    </div>
  );
}
