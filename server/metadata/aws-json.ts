type JsonValue = string | null | readonly string[];

/** The fields of a JSON object in their order; undefined fields are omitted. */
type Fields = Readonly<Record<string, JsonValue | undefined>>;

/** A JSON object with AWS's spacing: one field per line, a space on both sides of the colon, no trailing line break. */
export function awsJson(fields: Fields): string {
  return object(fields, '');
}

/** A list of such objects, indented by two more spaces; `[]` if there are none. */
export function awsJsonList(items: readonly Fields[]): string {
  if (items.length === 0) return '[]';
  return `[\n${items.map((fields) => `  ${object(fields, '  ')}`).join(',\n')}\n]`;
}

function object(fields: Fields, margin: string): string {
  const lines = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [`${margin}  "${name}" : ${jsonValue(value)}`],
  );
  return `{\n${lines.join(',\n')}\n${margin}}`;
}

function jsonValue(value: JsonValue): string {
  if (value === null || typeof value === 'string') return JSON.stringify(value);
  return `[ ${value.map((item) => JSON.stringify(item)).join(', ')} ]`;
}

/** A time in the format of the service, whole seconds in UTC: `2021-09-03T21:25:44Z`. */
export function timestamp(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
