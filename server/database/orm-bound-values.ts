import { isRaw, JsonProperty, Utils, type Platform } from '@mikro-orm/core';

export interface BoundStatement {
  sql: string;
  values: unknown[];
}

/**
 * Converts a statement of the object-relational mapper to one with bound values: each `?` becomes `$1`, `$2` and so on,
 * `??` an identifier, `\?` a question mark. A list becomes one placeholder for each item; raw SQL parts are inserted as
 * they are, with their own values bound.
 */
export function bindValues(sql: string, params: readonly unknown[], platform: Platform): BoundStatement {
  const values: unknown[] = [];
  const placeOf = (value: unknown): string => {
    if (typeof value !== 'object') return `$${values.push(value)}`;
    if (isRaw(value)) return bound(value.sql, value.params);
    if (Array.isArray(value) && !isJson(value)) return value.map(placeOf).join(', ');
    return `$${values.push(boundValue(value))}`;
  };
  const bound = (text: string, given: readonly unknown[]): string => {
    let next = 0;
    return text.replaceAll(/\\\?|\?\??/g, (mark) => {
      if (mark === '\\?') return '?';
      const value = given[next++];
      return mark === '??' ? platform.quoteIdentifier(value as string) : placeOf(value);
    });
  };
  return { sql: params.length === 0 ? sql : bound(sql, params), values };
}

const isJson = (value: unknown): boolean =>
  Utils.isPlainObject(value) || Boolean((value as { [JsonProperty]?: boolean } | null)?.[JsonProperty]);

/** Dates and JSON become text; the driver binds numbers, booleans, bytes and text as they are. */
function boundValue(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  return isJson(value) ? JSON.stringify(value) : value;
}
