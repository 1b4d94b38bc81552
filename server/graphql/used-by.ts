import type { Problems } from '../errors.ts';

/** Adds a problem at a field when what is to be deleted is still used, naming who uses it. */
export function checkUnused(
  { title, users }: { title: string; users: { hostname: string }[] },
  field: string | (string | number)[],
  problems: Problems,
): void {
  if (users.length === 0) return;
  const named = users.slice(0, 3).map((instance) => instance.hostname);
  const others = users.length - named.length;
  const who = others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
  problems.add(field, {
    code: 'DEPENDENCY_EXISTS',
    message: `${title} is used by ${who}.`,
    hint: 'Take it from them first, or delete it with force: true.',
  });
}
