type JsonValue = string | null | readonly string[];

/** A JSON object with AWS's spacing: a field a line, a blank on both sides of the colon, no line break at the end. */
export function awsJson(fields: Readonly<Record<string, JsonValue>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `  "${name}" : ${jsonValue(value)}`);
  return `{\n${lines.join(',\n')}\n}`;
}

function jsonValue(value: JsonValue): string {
  if (value === null || typeof value === 'string') return JSON.stringify(value);
  return `[ ${value.map((item) => JSON.stringify(item)).join(', ')} ]`;
}

/** A moment as the service writes it, whole seconds in UTC: `2021-09-03T21:25:44Z`. */
export function timestamp(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
