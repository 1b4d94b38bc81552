/** Sends queries and mutations to the server at BASE_URL, with the token CLOUDMETA_TOKEN. */

/** Sends one query with its `input`; returns its only field. Throws with the errors of the server. */
export async function ask(query, input) {
  const response = await fetch(`${process.env.BASE_URL}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env.CLOUDMETA_TOKEN}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query, variables: { input } }),
  });
  const text = await response.text();
  const { data, errors } = parse(text);
  if (!response.ok || errors)
    throw new Error(`HTTP ${response.status}: ${errors ? JSON.stringify(errors, null, 1) : text}`);
  return Object.values(data)[0];
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
