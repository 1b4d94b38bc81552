import { refusalOf, type Problems } from '../errors.ts';
import type { BulkResult } from './payload.ts';

/** The result of one item: its object, or the error with which it was refused. */
export function bulkResult<Item extends object>(
  index: number,
  problems: Problems,
  item: Item,
): BulkResult & Partial<Item> {
  const fieldErrors = problems.list();
  if (fieldErrors.length === 0) return { index, ...item };
  const { code, message, fieldErrors: listed } = refusalOf(fieldErrors);
  return { index, error: { code, message, fieldErrors: listed } } as BulkResult & Partial<Item>;
}
