import type { Problems } from '../errors.ts';

/** Adds a problem at a field when what is to be deleted is still used, naming who uses it. */
export function checkUnused(
  { title, users }: { title: string; users: Iterable<{ title: string }> },
  field: string | (string | number)[],
  problems: Problems,
): void {
  const titles = [...new Set(users)].map((user) => user.title);
  if (titles.length === 0) return;
  const others = titles.length - 3;
  const named = titles.slice(0, 3).join(', ');
  problems.add(field, {
    code: 'DEPENDENCY_EXISTS',
    message: `${title} is used by ${others > 0 ? `${named} and ${others} more` : named}.`,
    hint: 'Take it from them first, or delete it with force: true.',
  });
}
